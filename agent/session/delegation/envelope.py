"""What a delegate's Events mean for the whole Session."""

from agent.core.events import CallEnded, Delegated, Event, Sent, UsageAdded


def counted(event: Event) -> Event:
    """Of a delegate's Events those that count for the Session, as if it had done so itself: words that were heard, what
    was sent, what was used. Every other Event is given back as it is, in its envelope.
    """
    if isinstance(event, Delegated) and isinstance(event.event, (CallEnded, Sent, UsageAdded)):
        return event.event
    return event
