"""Our own drawing of pages, and the fonts for it."""
