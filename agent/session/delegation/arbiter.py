"""Contradictions between delegates are settled with their sources: one look at both places, and never a vote."""

import asyncio
import uuid
from collections.abc import Sequence

from agent.core.errors import AgentError
from agent.core.events import ItemEnded, ItemsPlanned
from agent.core.messages import Outcome
from agent.core.plans import Item
from agent.core.words import Words
from agent.session.delegation.claims import Contradiction, decided
from agent.session.delegation.delegate import Order, attempt
from agent.session.delegation.means import Course, Means, Worked
from agent.session.delegation.pieces import Piece
from agent.workspace.overlay import OverlayFiles
from agent.workspace.overlay_scope import Scope, scope_of

MOST = 40
_TITLE = Words("Compare places that contradict each other", "食い違う箇所の照合")
_TASK = """\
Others found different values for the same things. Look at every place named here and find out which value holds.
Report one claim for each key, with the same key: as `value` the right one of these values, or "different" when the
places speak of different things. In `anchor` say in one sentence why. Leave out a key when the places really
contradict each other and nothing in them shows which is right; say so in `unclear`.

{lines}"""


async def arbitrated(
    found: Sequence[Contradiction], worked: Sequence[Worked], means: Means, course: Course, call: str
) -> tuple[tuple[Contradiction, ...], Worked | None]:
    """The contradictions, settled where the places tell; and the work of the one that looked, None without one."""
    sources = sorted({claim.source for one in found[:MOST] for claim in one.claims if claim.source})
    if not found or not sources or course.stop or means.spent():
        return tuple(found), None
    item = Item(f"{uuid.uuid4().hex[:6]}.arbiter", _TITLE.text(means.language), tuple(sources))
    try:
        piece = Piece(
            item, _TASK.format(lines="\n".join(map(lines_of, found[:MOST]))), _reads(sources, means), Scope(())
        )
    except AgentError:  # a delegate named a source that is no path
        return tuple(found), None
    means.emit(ItemsPlanned(call, (item,)))
    files = OverlayFiles(await asyncio.to_thread(_over_all, means, worked))
    done = await attempt(piece, Order(item), files, means, course)
    means.emit(ItemEnded(item.id, done.outcome, done.why or done.report.text.partition("\n")[0]))
    verdicts = done.report.claims if done.outcome is Outcome.DONE else ()
    return decided(found, verdicts), done


def lines_of(one: Contradiction) -> str:
    """A contradiction with every place."""
    places = "; ".join(
        f"{claim.value!r} ({claim.source or 'no source'} {claim.anchor})".rstrip() for claim in one.claims
    )
    return f"- {one.key}: {places}"


def _reads(sources: Sequence[str], means: Means) -> Scope:
    known = [source for source in sources if not set(source) & set("*?")]
    return scope_of(known, means.files)


def _over_all(means: Means, worked: Sequence[Worked]) -> OverlayFiles:
    """A place that a delegate names may be in its draft."""
    files = OverlayFiles(means.files)
    for one in worked:
        try:
            files.lay(one.changes)
        except AgentError:
            continue
    return files
