"""Confinement on Windows: AppContainer and a job object. Written from the documentation of the Windows API and tried
against a stand-in for it; never run on Windows yet.
"""
