"""Model servers on this computer: found when the person asks, never by themselves."""
