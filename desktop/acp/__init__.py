"""The Agent Client Protocol: editors that work with Deskhand. See README.md."""
