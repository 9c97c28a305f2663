"""What the window hears of delegates: what it draws, and not a hundred histories with the texts of files."""

from dataclasses import replace

from agent.core.events import CallEnded, Delegated, MessageAdded, Notice
from agent.core.messages import Image, Part, Text
from agent.core.running import Told

LONGEST = 4_000
"""Characters of one part that the window hears of a delegate's code; the record has all of them."""
_RUN = tuple(f"{section}\n" for section in Told)


def slim(notice: Notice) -> Notice | None:
    """The Notice as the window needs it, None when it needs nothing of it."""
    match notice:
        case Delegated(event=MessageAdded()):
            return None
        case Delegated(item, CallEnded(result)):
            return Delegated(item, CallEnded(replace(result, for_model=_of_a_run(result.for_model), evidence=())))
        case _:
            return notice


def _of_a_run(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """What code of a delegate printed, and its pictures; () for every other call."""
    said = [part for part in parts if isinstance(part, Text) and part.text.startswith(_RUN)]
    if not said:
        return ()
    drawn = (part for part in parts if isinstance(part, Image))
    return (*(Text(part.text[:LONGEST]) for part in said), *drawn)
