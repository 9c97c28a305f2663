"""Videos and screen recordings."""
