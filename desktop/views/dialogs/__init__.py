"""Dialogs. They are opened with `open()` and answer with signals; none blocks."""
