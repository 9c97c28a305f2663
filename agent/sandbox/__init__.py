"""Confined child processes."""
