"""What a model may ask for, one Tool a file."""
