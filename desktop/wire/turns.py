"""What the window and the host say about a Turn: what is asked, answered, looked at and put back."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.core.actions import Approval
from desktop.wire.shapes import FIRST_LOOK, Look, Suggestion


@dataclass(frozen=True, slots=True)
class StartTurn:
    """The person's words. `attachments` are absolute paths or texts of Places. While a Turn runs, it is queued.

    `thorough`: several drafts are made, and the one with the fewest failed Checks is kept.
    """

    session: str
    text: str
    attachments: tuple[str, ...] = ()
    thorough: bool = False


@dataclass(frozen=True, slots=True)
class ResumeTurn:
    """Go on with the Turn that was cut off; `by_itself` when the person did not say so. Answer: TurnAnswer."""

    session: str
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class LeaveTurn:
    """Close the Turn that was cut off; nobody goes on with it. Answer: SessionView."""

    session: str


@dataclass(frozen=True, slots=True)
class TurnAnswer:
    """`started`, or why not: then `sentence` says what is missing and `suggestions` are Recipes that fit."""

    started: bool
    sentence: str = ""
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class RunRecipe:
    """Run a Recipe with the values of its form. Answer: TurnAnswer."""

    session: str
    recipe: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SuggestRecipes:
    """Recipes that fit `text`, or what lies in the folders when `text` is ""."""

    session: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Best first."""

    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class StopTurn:
    """Stop what runs, at once."""

    session: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """The person's answer to the waiting Question."""

    session: str
    approval: Approval


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What row `index` of the waiting Question would change."""

    session: str
    question: str
    index: int
    look: Look = FIRST_LOOK


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """A file as it is now."""

    session: str
    place: str
    look: Look = FIRST_LOOK


@dataclass(frozen=True, slots=True)
class PreviewChange:
    """What a Checkpoint changed in one place."""

    session: str
    checkpoint: str
    place: str
    look: Look = FIRST_LOOK


@dataclass(frozen=True, slots=True)
class UndoChange:
    """Put back a Checkpoint, or `only` these places of it; checkpoint "" is everything of the Session."""

    session: str
    checkpoint: str = ""
    only: tuple[str, ...] = ()
