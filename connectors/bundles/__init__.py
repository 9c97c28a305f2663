"""Connectors in a file (MCPB, formerly DXT), and those that other programs' settings and the public registry name."""
