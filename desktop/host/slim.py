"""What the window hears of delegates: what it draws, and not a hundred histories with the texts of files."""

from dataclasses import replace

from agent.core.events import CallEnded, Delegated, MessageAdded, Notice


def slim(notice: Notice) -> Notice | None:
    """The Notice as the window needs it, None when it needs nothing of it."""
    match notice:
        case Delegated(event=MessageAdded()):
            return None
        case Delegated(item, CallEnded(result)):
            return Delegated(item, CallEnded(replace(result, for_model=(), evidence=())))
        case _:
            return notice
