"""What a document tells of itself, as a model reads it."""

from agent.core.documents import Content


def told(content: Content) -> tuple[str, ...]:
    """The facts in English. Each must be there in Japanese too."""
    assert all(fact.ja for fact in content.facts)
    return tuple(fact.en for fact in content.facts)
