"""Messages between the window and the host, and their framing."""
