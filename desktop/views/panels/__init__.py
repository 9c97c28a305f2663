"""Panels of the window: what is asked, what happened, what can be done. Each draws a state and emits intentions."""
