"""The Review of a Turn, put together for one Session."""

from agent.core.documents import Documents
from agent.core.ports import Files
from agent.review.review import ROUNDS, TurnReview
from agent.review.sight import Images, Sight
from agent.review.work import Work
from agent.session.fold import SessionState
from agent.session.session import Session


def reviewing(session: Session, files: Files, documents: Documents, images: Images, rounds: int = ROUNDS) -> TurnReview:
    """A Review that looks at what the running Turn of `session` did; `images` gives what files were before."""
    return TurnReview(
        lambda: work_of(session.state), lambda: Sight(files, documents, images), session.emit, session.language, rounds
    )


def work_of(state: SessionState) -> Work:
    """What the running Turn did so far. What the person put back meanwhile is theirs again."""
    messages, checkpoints = state.begin
    own = [one for one in state.checkpoints[checkpoints:] if not one.undone and one.id not in state.undos]
    recipe = state.turn.recipe if state.turn else ""
    return Work(state.said, state.history, messages, tuple(own), state.checklist, len(state.checked), bool(recipe))
