"""Editing a presentation: each op is spliced into the parts it names; every other part keeps its bytes."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.core.documents import Op
from agent.core.words import Words
from agent.documents.facts import UNSIGNED
from agent.documents.op_words import spoken
from agent.documents.opc.package import Package
from agent.documents.operations import Operation, carried_out
from agent.documents.pptx.bullets import BULLET_OPERATIONS
from agent.documents.pptx.charts import CHART_OPERATIONS
from agent.documents.pptx.comments import COMMENT_OPERATIONS
from agent.documents.pptx.deck import Deck
from agent.documents.pptx.format import FORMAT_OPERATIONS
from agent.documents.pptx.links import LINK_OPERATIONS
from agent.documents.pptx.pictures import PICTURE_OPERATIONS
from agent.documents.pptx.shapes import SHAPE_OPERATIONS
from agent.documents.pptx.slides import SLIDE_OPERATIONS
from agent.documents.pptx.tables import TABLE_OPERATIONS
from agent.documents.pptx.words import WORD_OPERATIONS

OPERATIONS: Mapping[str, Operation[Deck]] = {
    **WORD_OPERATIONS,
    **SLIDE_OPERATIONS,
    **TABLE_OPERATIONS,
    **SHAPE_OPERATIONS,
    **PICTURE_OPERATIONS,
    **FORMAT_OPERATIONS,
    **BULLET_OPERATIONS,
    **CHART_OPERATIONS,
    **COMMENT_OPERATIONS,
    **LINK_OPERATIONS,
}


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Carry out `ops` in order.

    Raises:
        InvalidArgumentsError: an op does not fit; nothing is written.
        UnreadableError: the presentation is broken.
    """
    with Package.open(source) as package:
        deck = Deck(package)
        said = [carried_out(OPERATIONS, deck, spoken(op), "a presentation") for op in ops]
        deck.parts.save(target)
        return (*said, UNSIGNED) if package.signed else tuple(said)
