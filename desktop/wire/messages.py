"""What the window and the host say to each other. Each class is a JSON-RPC method or the shape of an answer.

The method's name is the class name in snake_case (`agent.core.codec.kind_of`), its params are the fields, encoded
by `agent.core.codec.plain`. ANSWERS says which class answers which request. What they are made of is in `shapes`,
what is about models in `models`, and what a person oversees in `oversight`; all are named here too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.core.actions import Approval, Mode
from agent.core.events import Notice, RootGranted
from desktop.wire.models import AddModel as AddModel
from desktop.wire.models import Described as Described
from desktop.wire.models import DescribeModel as DescribeModel
from desktop.wire.models import Discovered as Discovered
from desktop.wire.models import DiscoverModels as DiscoverModels
from desktop.wire.models import FactView as FactView
from desktop.wire.models import FoundView as FoundView
from desktop.wire.models import LineView as LineView
from desktop.wire.models import ListPresets as ListPresets
from desktop.wire.models import Models as Models
from desktop.wire.models import ModelView as ModelView
from desktop.wire.models import OptionView as OptionView
from desktop.wire.models import Presets as Presets
from desktop.wire.models import PresetView as PresetView
from desktop.wire.models import RemoveModel as RemoveModel
from desktop.wire.models import ServerView as ServerView
from desktop.wire.models import SetModelOptions as SetModelOptions
from desktop.wire.models import TestAnswer as TestAnswer
from desktop.wire.models import TestLine as TestLine
from desktop.wire.models import TestModel as TestModel
from desktop.wire.models import TestView as TestView
from desktop.wire.models import UseModel as UseModel
from desktop.wire.oversight import Changes as Changes
from desktop.wire.oversight import Grants as Grants
from desktop.wire.oversight import GrantView as GrantView
from desktop.wire.oversight import ListChanges as ListChanges
from desktop.wire.oversight import ListGrants as ListGrants
from desktop.wire.oversight import ListSent as ListSent
from desktop.wire.oversight import ListVersions as ListVersions
from desktop.wire.oversight import Past as Past
from desktop.wire.oversight import PurgeVersions as PurgeVersions
from desktop.wire.oversight import RevokeGrant as RevokeGrant
from desktop.wire.oversight import SentList as SentList
from desktop.wire.oversight import SentView as SentView
from desktop.wire.oversight import SetRetention as SetRetention
from desktop.wire.oversight import Versions as Versions
from desktop.wire.oversight import VersionView as VersionView
from desktop.wire.shapes import Choice as Choice
from desktop.wire.shapes import FieldView as FieldView
from desktop.wire.shapes import Preferences as Preferences
from desktop.wire.shapes import Preview as Preview
from desktop.wire.shapes import RecipeView as RecipeView
from desktop.wire.shapes import RecordText as RecordText
from desktop.wire.shapes import RecordVerdict as RecordVerdict
from desktop.wire.shapes import SessionView as SessionView
from desktop.wire.shapes import Suggestion as Suggestion
from desktop.wire.spending import NO_FORECAST as NO_FORECAST
from desktop.wire.spending import ForecastTask as ForecastTask
from desktop.wire.spending import ListSpending as ListSpending
from desktop.wire.spending import PriceView as PriceView
from desktop.wire.spending import SetPrice as SetPrice
from desktop.wire.spending import SpendingView as SpendingView
from desktop.wire.spending import TaskForecast as TaskForecast


@dataclass(frozen=True, slots=True)
class Hello:
    """First request. `language` is the one the window shows."""

    language: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """`notes` say what a start found and did (a commit of a crashed run that was reverted). `home` is the state."""

    version: str
    home: str
    sessions: tuple[SessionView, ...]
    models: tuple[ModelView, ...]
    recipes: tuple[RecipeView, ...]
    preferences: Preferences
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StartSession:
    """A new Session over these Roots (`name` may be "", the host names them). Answer: SessionView."""

    roots: tuple[RootGranted, ...]


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Everything that happened in a Session; its Notices follow from then on."""

    session: str


@dataclass(frozen=True, slots=True)
class SessionHistory:
    """`notices` are its Events in order. One that this version cannot read is an UnknownEvent."""

    view: SessionView
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class WrittenHistory:
    """The same, with each Event as the JSON text that the Journal keeps: a long one is not read in order to be sent.

    What the person never sees (the results as the model heard them) is left out.
    """

    view: SessionView
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchiveSession:
    """Take a Session out of the list, or put it back. Nothing of it is deleted."""

    session: str
    archived: bool = True


@dataclass(frozen=True, slots=True)
class GrantRoot:
    """Add a folder to a Session."""

    session: str
    root: RootGranted


@dataclass(frozen=True, slots=True)
class RevokeRoot:
    """Take a folder back, at once."""

    session: str
    name: str


@dataclass(frozen=True, slots=True)
class SetSession:
    """Change title, model, mode or the `most` that the task may cost in US dollars; "" and None leave one as it is."""

    session: str
    title: str = ""
    model: str = ""
    mode: Mode | None = None
    most: float | None = None


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
    """What row `index` of the waiting Question would change; a page (or sheet) of it."""

    session: str
    question: str
    index: int
    page: int = 1


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """A file as it is now."""

    session: str
    place: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class PreviewChange:
    """What a Checkpoint changed in one place."""

    session: str
    checkpoint: str
    place: str


@dataclass(frozen=True, slots=True)
class UndoChange:
    """Put back a Checkpoint, or `only` these places of it; checkpoint "" is everything of the Session."""

    session: str
    checkpoint: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """It was done; `sentence` says what came of it, if there is something to say."""

    sentence: str = ""


@dataclass(frozen=True, slots=True)
class MakeSample:
    """Make a folder of sample files to try things on, and a Session over it. Answer: SessionView."""

    language: str


@dataclass(frozen=True, slots=True)
class VerifyRecord:
    """Look whether the record of everything is as it was written. Answer: RecordVerdict."""


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """The record of a Session as `form` (html, json, md, otel). Answer: RecordText."""

    session: str
    form: str = "html"
    contents: bool = False


@dataclass(frozen=True, slots=True)
class SetPreferences:
    """Keep the person's settings."""

    preferences: Preferences


@dataclass(frozen=True, slots=True)
class Published:
    """Notification: a Notice of an open Session. `seq` is 0 for what is not kept (streamed text, progress)."""

    session: str
    seq: int
    notice: Notice


@dataclass(frozen=True, slots=True)
class SessionUpdated:
    """Notification: a line of the sidebar changed."""

    view: SessionView


@dataclass(frozen=True, slots=True)
class Failed:
    """The error object of JSON-RPC: `code` is stable, `sentence` and `remedy` are for the person."""

    code: str
    sentence: str
    remedy: str = ""


ANSWERS: Mapping[type, type] = {
    Hello: Welcome,
    StartSession: SessionView,
    OpenSession: SessionHistory,
    ArchiveSession: SessionView,
    GrantRoot: SessionView,
    RevokeRoot: SessionView,
    SetSession: SessionView,
    StartTurn: TurnAnswer,
    ResumeTurn: TurnAnswer,
    LeaveTurn: SessionView,
    RunRecipe: TurnAnswer,
    SuggestRecipes: Suggestions,
    StopTurn: Done,
    AnswerQuestion: Done,
    PreviewRow: Preview,
    PreviewFile: Preview,
    PreviewChange: Preview,
    UndoChange: Done,
    AddModel: Models,
    RemoveModel: Models,
    UseModel: Models,
    TestModel: TestAnswer,
    SetModelOptions: Models,
    ListPresets: Presets,
    DescribeModel: Described,
    DiscoverModels: Discovered,
    MakeSample: SessionView,
    VerifyRecord: RecordVerdict,
    ExportRecord: RecordText,
    SetPreferences: Done,
    ListGrants: Grants,
    RevokeGrant: Done,
    ListSent: SentList,
    ListChanges: Changes,
    ListVersions: Versions,
    SetRetention: Versions,
    PurgeVersions: Versions,
    ListSpending: SpendingView,
    SetPrice: SpendingView,
    ForecastTask: TaskForecast,
}
NOTIFICATIONS = (Published, SessionUpdated, TestLine)
