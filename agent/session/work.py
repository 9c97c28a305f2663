"""What a Turn did so far, as its Review sees it."""

from agent.review.work import Work
from agent.session.state import SessionState


def work_of(state: SessionState) -> Work:
    """The Work of the running Turn. What the person put back meanwhile is theirs again.

    A look after which nothing was said is no round: the process died before the model heard what it found.
    """
    messages, checkpoints = state.begin
    own = [one for one in state.checkpoints[checkpoints:] if not one.undone and one.id not in state.undos]
    recipe = state.turn.recipe if state.turn else ""
    rounds = len(state.checked) - (state.looked == len(state.history) and bool(state.checked))
    return Work(state.said, state.history, messages, tuple(own), state.checklist, rounds, bool(recipe))
