"""Colours, sizes, fonts and icons: the one place that knows how Deskhand looks."""
