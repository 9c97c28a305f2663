"""Recipes over PDFs: their pages, and the tables in them."""
