"""What a person installs, as it comes from outside: read as hostile, shown whole, kept by digest."""
