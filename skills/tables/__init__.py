"""Recipes over tables: combine many, clean one."""
