"""Recipes that describe a folder."""
