"""Servers that speak the Model Context Protocol, through the official SDK."""
