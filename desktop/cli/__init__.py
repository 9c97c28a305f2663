"""The command line: the same host code, no Qt."""
