"""Services outside the Workspace."""
