"""What code may get from the web: one address after the other, through the doors. Code itself has no network."""
