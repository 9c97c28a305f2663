"""Confinement on macOS. Written from the sources that its files name; never run on a Mac yet."""
