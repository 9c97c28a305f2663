"""A conversation over time: Journal, history, prompt, limits."""
