"""The Review of a Turn, put together for one Session."""

from agent.core.documents import Documents
from agent.core.ports import Files
from agent.review.review import ROUNDS, TurnReview
from agent.review.sight import Images, Sight
from agent.session.drafts_tool import DraftsTool, with_drafts
from agent.session.session import Session
from agent.session.work import work_of


def reviewing(  # noqa: PLR0913  # what a Review looks at
    session: Session,
    files: Files,
    documents: Documents,
    images: Images,
    rounds: int = ROUNDS,
    drafts: DraftsTool | None = None,
) -> TurnReview:
    """A Review that looks at what the running Turn of `session` did; `images` gives what files were before.

    `drafts` when the Turn keeps one of several.
    """
    return TurnReview(
        lambda: with_drafts(work_of(session.state), drafts.chosen if drafts else None),
        lambda: Sight(files, documents, images),
        session.emit,
        session.language,
        rounds,
        asks=drafts is None,
    )
