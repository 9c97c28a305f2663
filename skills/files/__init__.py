"""Recipes over files as they lie there: organise, rename, duplicates, search."""
