"""Formats: read, edit, create, check, render, diff; done in worker processes."""
