"""What the window and the host say to each other. Each class is a JSON-RPC method or the shape of an answer.

The method's name is the class name in snake_case (`agent.core.codec.kind_of`), its params are the fields, encoded
by `agent.core.codec.plain`. ANSWERS says which class answers which request. Each subject has a module (`sessions`,
`turns`, `models`, `oversight`, `spending`, `sandbox`, `packages`, `connectors`; what they are made of is in `shapes`),
and all are named here too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.wire.connectors import AddConnector as AddConnector
from desktop.wire.connectors import AddEntry as AddEntry
from desktop.wire.connectors import AnswerConnector as AnswerConnector
from desktop.wire.connectors import ApproveConnector as ApproveConnector
from desktop.wire.connectors import AskedView as AskedView
from desktop.wire.connectors import ConfigureConnector as ConfigureConnector
from desktop.wire.connectors import ConnectorAsks as ConnectorAsks
from desktop.wire.connectors import ConnectorsView as ConnectorsView
from desktop.wire.connectors import ConnectorTest as ConnectorTest
from desktop.wire.connectors import ConnectorView as ConnectorView
from desktop.wire.connectors import EntryView as EntryView
from desktop.wire.connectors import ImportConnectors as ImportConnectors
from desktop.wire.connectors import ImportView as ImportView
from desktop.wire.connectors import KindView as KindView
from desktop.wire.connectors import ListConnectors as ListConnectors
from desktop.wire.connectors import LogText as LogText
from desktop.wire.connectors import ReadLog as ReadLog
from desktop.wire.connectors import RegistryView as RegistryView
from desktop.wire.connectors import RemoveConnector as RemoveConnector
from desktop.wire.connectors import ReviewImport as ReviewImport
from desktop.wire.connectors import SearchRegistry as SearchRegistry
from desktop.wire.connectors import SwitchConnector as SwitchConnector
from desktop.wire.connectors import TestConnector as TestConnector
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
from desktop.wire.packages import AdviceView as AdviceView
from desktop.wire.packages import DeclaredView as DeclaredView
from desktop.wire.packages import DiscardPackage as DiscardPackage
from desktop.wire.packages import FolderView as FolderView
from desktop.wire.packages import Installed as Installed
from desktop.wire.packages import InstallPackage as InstallPackage
from desktop.wire.packages import ListPrompts as ListPrompts
from desktop.wire.packages import ListSkills as ListSkills
from desktop.wire.packages import MemberText as MemberText
from desktop.wire.packages import MemberView as MemberView
from desktop.wire.packages import PackageView as PackageView
from desktop.wire.packages import Prompts as Prompts
from desktop.wire.packages import PromptView as PromptView
from desktop.wire.packages import ReadMember as ReadMember
from desktop.wire.packages import ReadSkill as ReadSkill
from desktop.wire.packages import ReadSkillFile as ReadSkillFile
from desktop.wire.packages import RemovePackage as RemovePackage
from desktop.wire.packages import ReviewPackage as ReviewPackage
from desktop.wire.packages import ReviewView as ReviewView
from desktop.wire.packages import SkillLineView as SkillLineView
from desktop.wire.packages import SkillsView as SkillsView
from desktop.wire.packages import SkillText as SkillText
from desktop.wire.packages import SkillView as SkillView
from desktop.wire.packages import SwitchSkill as SwitchSkill
from desktop.wire.packages import TrustFolder as TrustFolder
from desktop.wire.packages import UpdateView as UpdateView
from desktop.wire.sandbox import AttemptTold as AttemptTold
from desktop.wire.sandbox import CheckSandbox as CheckSandbox
from desktop.wire.sandbox import ListTiers as ListTiers
from desktop.wire.sandbox import OpenView as OpenView
from desktop.wire.sandbox import SandboxView as SandboxView
from desktop.wire.sandbox import TierView as TierView
from desktop.wire.sessions import ArchiveSession as ArchiveSession
from desktop.wire.sessions import GrantRoot as GrantRoot
from desktop.wire.sessions import OpenSession as OpenSession
from desktop.wire.sessions import Published as Published
from desktop.wire.sessions import ReadEarlier as ReadEarlier
from desktop.wire.sessions import RevokeRoot as RevokeRoot
from desktop.wire.sessions import SessionHistory as SessionHistory
from desktop.wire.sessions import SessionUpdated as SessionUpdated
from desktop.wire.sessions import SetSession as SetSession
from desktop.wire.sessions import StartSession as StartSession
from desktop.wire.sessions import WrittenHistory as WrittenHistory
from desktop.wire.shapes import Choice as Choice
from desktop.wire.shapes import FieldView as FieldView
from desktop.wire.shapes import Look as Look
from desktop.wire.shapes import Preferences as Preferences
from desktop.wire.shapes import Preview as Preview
from desktop.wire.shapes import RecipeView as RecipeView
from desktop.wire.shapes import RecordText as RecordText
from desktop.wire.shapes import RecordVerdict as RecordVerdict
from desktop.wire.shapes import SessionView as SessionView
from desktop.wire.shapes import Suggestion as Suggestion
from desktop.wire.shapes import Told as Told
from desktop.wire.spending import NO_FORECAST as NO_FORECAST
from desktop.wire.spending import ForecastTask as ForecastTask
from desktop.wire.spending import ListSpending as ListSpending
from desktop.wire.spending import PriceView as PriceView
from desktop.wire.spending import SetPrice as SetPrice
from desktop.wire.spending import SpendingView as SpendingView
from desktop.wire.spending import TaskForecast as TaskForecast
from desktop.wire.turns import AnswerQuestion as AnswerQuestion
from desktop.wire.turns import LeaveTurn as LeaveTurn
from desktop.wire.turns import PreviewChange as PreviewChange
from desktop.wire.turns import PreviewFile as PreviewFile
from desktop.wire.turns import PreviewRow as PreviewRow
from desktop.wire.turns import ResumeTurn as ResumeTurn
from desktop.wire.turns import RunRecipe as RunRecipe
from desktop.wire.turns import StartTurn as StartTurn
from desktop.wire.turns import StopTurn as StopTurn
from desktop.wire.turns import Suggestions as Suggestions
from desktop.wire.turns import SuggestRecipes as SuggestRecipes
from desktop.wire.turns import TurnAnswer as TurnAnswer
from desktop.wire.turns import UndoChange as UndoChange


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
class Failed:
    """The error object of JSON-RPC: `code` is stable, `sentence` and `remedy` are for the person."""

    code: str
    sentence: str
    remedy: str = ""


ANSWERS: Mapping[type, type] = {
    Hello: Welcome,
    StartSession: SessionView,
    OpenSession: SessionHistory,
    ReadEarlier: SessionHistory,
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
    ListTiers: SandboxView,
    CheckSandbox: SandboxView,
    ReviewPackage: ReviewView,
    InstallPackage: Installed,
    DiscardPackage: Done,
    ReadMember: MemberText,
    ListSkills: SkillsView,
    SwitchSkill: SkillsView,
    ReadSkill: SkillText,
    ReadSkillFile: MemberText,
    TrustFolder: SkillsView,
    RemovePackage: SkillsView,
    ListPrompts: Prompts,
    ListConnectors: ConnectorsView,
    AddConnector: ConnectorsView,
    ConfigureConnector: ConnectorsView,
    SwitchConnector: ConnectorsView,
    ApproveConnector: ConnectorsView,
    RemoveConnector: ConnectorsView,
    TestConnector: ConnectorTest,
    ReadLog: LogText,
    ReviewImport: ImportView,
    ImportConnectors: ConnectorsView,
    SearchRegistry: RegistryView,
    AddEntry: ConnectorsView,
    AnswerConnector: Done,
}
NOTIFICATIONS = (Published, SessionUpdated, TestLine, AttemptTold, ConnectorAsks)
