"""What was made is looked at before "done": deterministic Checks, and what the answer claims."""
