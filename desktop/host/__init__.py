"""The agent host: JSON-RPC over standard input and output."""
