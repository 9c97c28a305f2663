"""What is looked at before a Turn may end: deterministic Checks on what was made, and on what is said of it."""
