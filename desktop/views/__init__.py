"""Widgets that draw a view state and emit intentions."""
