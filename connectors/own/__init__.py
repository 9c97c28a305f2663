"""Connectors of Deskhand's own: in process, through well-kept libraries, same doors as everything."""
