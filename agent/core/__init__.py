"""Words and sockets of the house. Imports the standard library only."""
