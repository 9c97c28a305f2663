"""The program: window, host, command line."""
