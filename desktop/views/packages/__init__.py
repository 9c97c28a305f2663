"""Packages and skills: what is seen before something is installed, and what is there."""
