"""The small Tier: an interpreter of its own for a part of Python, in a confined process that needs no file at all."""
