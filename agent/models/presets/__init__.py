"""What Deskhand knows of each system of models: addresses, models, rules, and what the person can choose."""
