"""Pieces of a task that delegates work on at the same time, and one result of all of them."""
