"""What leads out of a document."""
