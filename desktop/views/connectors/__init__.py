"""Connectors: what is set up, how it stands, and the ways to a new one."""
