"""May it? Decided from effects, targets, Grants and Mode."""
