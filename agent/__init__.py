"""The agent, without a screen."""
