"""The conversation: what was said and done, as a virtual list of widgets."""
