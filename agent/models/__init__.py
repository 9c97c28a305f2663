"""Providers behind ChatModel, keys, and doubles for tests."""
