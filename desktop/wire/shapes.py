"""The values that messages between window and host are made of. Times are ISO 8601 with zone."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.core.actions import Mode
from agent.core.events import RootGranted


@dataclass(frozen=True, slots=True)
class SessionView:
    """A line of the sidebar. `state` is new, running, waiting, interrupted, or how its last Turn ended."""

    id: str
    title: str
    state: str
    updated: str
    mode: Mode
    model: str = ""
    roots: tuple[RootGranted, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a field with its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a Recipe's form. `kind`: text, number, bool, date, choice, folder, file or files.

    Values are sent as text; files are Place texts joined by newlines; bool is "true" or "false".
    """

    key: str
    label: str
    kind: str
    default: str = ""
    help: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class RecipeView:
    """A Recipe in the asked language. `icon` is a name of the icon set."""

    id: str
    title: str
    summary: str
    icon: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A Recipe that fits, with its form filled; `why` in the person's language."""

    recipe: str
    values: Mapping[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """A Difference in words of one language: where, of which kind, and its `pieces`, each a sign and words.

    The sign is "" for what stayed, "-" for what went, "+" for what came.
    """

    place: str
    kind: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What of a change is looked at: a page (or sheet) from 1 of its differences (side ""), or of the file "before" or
    "after". Page 0 is the one on which the address `spot` lies; cells at `spots` are marked.
    """

    page: int = 1
    side: str = ""
    spot: str = ""
    spots: tuple[str, ...] = ()


FIRST_LOOK = Look()
"""The first page of the differences."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file or a change looks like. `kind` is text, table, image, differences or message.

    `image` is a PNG in base64; `rows` are texts (the first row is a header); `page` counts from 1. With `sides` there
    are a file before and one after to look at; `side` is what is shown, `spot` the address of the first difference and
    `total` how many there are on all pages. `first` is the number of the first of `rows`; `mark` the row and the column
    of the cell that was asked for, from 0, `marks` those of all cells that changed, whose addresses are `spots`.
    """

    kind: str
    title: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    differences: tuple[Told, ...] = ()
    image: str = ""
    page: int = 1
    pages: int = 1
    sides: bool = False
    side: str = ""
    spot: str = ""
    total: int = 0
    first: int = 1
    mark: tuple[int, ...] = ()
    spots: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordVerdict:
    """`sentences` say what was found, what it is worth and what else should be known; `first_bad` is a number.

    `guarantee` is signed, unsigned or none; `kind` says what was done to the record, "" when it is whole.
    """

    ok: bool
    records: int
    sessions: int
    guarantee: str
    sentences: tuple[str, ...]
    kind: str = ""
    first_bad: int | None = None


@dataclass(frozen=True, slots=True)
class RecordText:
    """The text of a file that the person may keep; `name` fits it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """The person's settings. `language` is en, ja or "" (the system's); `theme` is light, dark or "" (the system's).

    `audit_copy` is a folder that gets copies of the head of the record, or "". `task_usd` is what a task may cost in US
    dollars, unless it has a limit of its own, `day_usd` what all may cost in a day; 0 is no limit. Without `run_code`
    no tool that runs code is offered.
    """

    language: str = ""
    theme: str = ""
    send_with_enter: bool = True
    audit_copy: str = ""
    task_usd: float = 0.0
    day_usd: float = 0.0
    run_code: bool = True
