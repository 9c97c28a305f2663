"""What an export of a Session is made of, with the contents of its changes when they are wanted."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import suppress

from agent.core.documents import Difference
from agent.core.errors import AgentError
from agent.session.material import Material
from desktop.compose.house import House

Differences = Sequence[Difference]


def material(house: House, session: str, language: str, *, contents: bool = False) -> Material:
    """The records of a Session and the check of the whole chain at this moment. Blocks.

    `contents` compares the files before and after each change, as far as both are still there.

    Raises:
        NeedsUserError: the records cannot be read.
    """
    links, found = house.journal.links(session), house.verified()
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    differences = dict(_differences(house, session)) if contents else {}
    return Material(session, links, found, at, language, contents, differences)


def _differences(house: House, session: str) -> Iterator[tuple[tuple[str, str], Differences]]:
    with house.looked_at(session) as ledger:
        for checkpoint in house.state(session)[0].checkpoints:
            for changed in checkpoint.changed:
                if changed.before and changed.after:
                    with suppress(AgentError):  # purged, not granted any more, or nothing that can be compared
                        before, after = ledger.contents(checkpoint.id, changed.place)
                        yield (checkpoint.id, changed.place), house.documents.diff(before, after)
