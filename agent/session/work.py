"""What a Turn did so far, as its Review sees it."""

from agent.review.work import Work
from agent.session.state import SessionState


def work_of(state: SessionState) -> Work:
    """The Work of the running Turn. What the person put back meanwhile is theirs again."""
    messages, checkpoints = state.begin
    own = [one for one in state.checkpoints[checkpoints:] if not one.undone and one.id not in state.undos]
    recipe = state.turn.recipe if state.turn else ""
    return Work(state.said, state.history, messages, tuple(own), state.checklist, len(state.checked), bool(recipe))
