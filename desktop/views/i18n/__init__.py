"""Words in other languages, and how they are loaded."""
