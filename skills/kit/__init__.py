"""Pieces that several Recipes need: values, names, what lies in a folder, and how results are told."""
