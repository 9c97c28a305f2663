"""The escape probe: attempts to reach out of a Tier, run inside of it against targets that are really there."""
