"""One Turn: ask the model, run what it asks for. Imports agent.core and nothing else of ours."""
