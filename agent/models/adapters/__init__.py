"""One module for each protocol; each loads the library that speaks it."""
