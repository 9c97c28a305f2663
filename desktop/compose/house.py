"""The house: concrete classes meet here and nowhere else. Front doors get what they need from it."""

import datetime
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.core.changes import Checkpoint
from agent.core.errors import NeedsUserError
from agent.core.events import CallProgress, CheckpointMade, Notice, RootGranted
from agent.core.paths import place_of
from agent.core.ports import Approver, ChatModel, Files, Gate
from agent.core.words import Words, joined
from agent.documents.pool import WorkerDocuments
from agent.loop.dispatch import Bench
from agent.models.catalog import Catalog, ModelConfig
from agent.models.keys import KeyBox
from agent.models.retry import Retrying
from agent.models.wire import OpenAIChat
from agent.session.claim import Claim
from agent.session.fold import SessionState, folded, used
from agent.session.history import open_call
from agent.session.journal import Journal
from agent.session.session import Session
from agent.tools.ready import ReadLog
from agent.tools.toolset import built_in_tools
from agent.workspace.grants import OwnFolders
from agent.workspace.ledger import FolderLedger
from agent.workspace.recover import latest, recover
from agent.workspace.workspace import Workspace
from desktop.compose.home import Home
from desktop.compose.missing import no_model
from desktop.compose.opened import OpenedSession
from desktop.compose.settings import PreferenceFile
from skills.library import skill_catalogue
from skills.recipe import Desk
from skills.tool import skill_tools

# Each process that ends by force leaves at most one Checkpoint untold; the newest ones are enough to find it.
_MOST_UNTOLD = 20
Told = Callable[[str, int, Notice], None]


@dataclass(frozen=True, slots=True)
class House:
    """Everything that lives as long as the process."""

    home: Home
    journal: Journal
    documents: WorkerDocuments
    models: Catalog
    keys: KeyBox
    preferences: PreferenceFile

    def close(self) -> None:
        """End the workers and close the Journal."""
        self.documents.close()
        self.journal.close()

    def recover(self) -> tuple[Words, ...]:
        """Finish or revert what a crash left half-done; sentences for the person. Before anything else."""
        sentences = recover(self.home.ledger, self.home.vault)
        for checkpoint in latest(self.home.ledger, _MOST_UNTOLD):
            self._retell(checkpoint)
        return sentences

    def _retell(self, checkpoint: Checkpoint) -> None:
        """A commit that was done when its process was killed, before the Journal heard of it: it is told now.

        Else it would be in no list of changes, and nothing could undo it.
        """
        session = checkpoint.session
        if not self.journal.knows(session) or self.journal.tells(session, checkpoint.id):
            return
        claim = Claim(self.home.claim(session))
        if not claim.take():
            return  # a living process is about to tell it itself
        try:
            if not self.journal.tells(session, checkpoint.id):
                call = open_call([record.event for record in self.journal.records(session)])
                self.journal.append(session, CheckpointMade(checkpoint, call))
        finally:
            claim.free()

    def state(self, session: str) -> tuple[SessionState, str]:
        """The state of a Session, and when it was last used (ISO 8601, UTC)."""
        state, at = SessionState(), ""
        for record in self.journal.records(session):
            state, at = folded(state, record.event), used(at, record.at, record.event)
        return state, at

    def new_session(self, roots: Sequence[RootGranted], told: Told, language: str = "") -> OpenedSession:
        """Start a Session and grant it these folders.

        Raises:
            NeedsUserError: a folder is not there.
        """
        session = uuid.uuid4().hex[:12]
        self.journal.start(session)
        opened = self.open(session, told, language)
        for root in roots:
            opened.grant(root)
        return opened

    def open(self, session: str, told: Told, language: str = "") -> OpenedSession:
        """Open a Session as it was. A folder that is gone is no longer granted, and that is noted."""
        claim = Claim(self.home.claim(session))
        conversation = Session(session, self.journal, lambda seq, notice: told(session, seq, notice), claim, language)
        if conversation.recover():  # nobody else works here: what a Session before staged is of no use to anybody
            shutil.rmtree(self.home.staging / session, ignore_errors=True)
        workspace = self.reading(session)
        ledger = FolderLedger(workspace, self.home.ledger, self.home.vault, session, self.documents.check, language)
        bench = _BenchMaker(self, ReadLog())
        opened = OpenedSession(conversation, workspace, ledger, bench, skill_catalogue())
        for root in conversation.state.roots:
            try:
                workspace.grant(root)
            except NeedsUserError as error:
                opened.revoke(root.name)
                opened.note(joined(error.words, error.remedy), error.code)
        _admit(workspace, conversation.state)
        return opened

    def reading(self, name: str, roots: Sequence[RootGranted] = ()) -> Workspace:
        """A Workspace with a Staging of its own."""
        own = OwnFolders((self.home.folder,), (self.home.samples,), (self.home.vault,))
        return Workspace(roots, self.home.staging / name, own)

    def chat_model(self, name: str, note: Callable[[Words], None]) -> ChatModel | None:
        """The model of that name, or the active one for ""; None when there is none. `note` hears of retries.

        Raises:
            NeedsUserError: there is no model of that name.
        """
        config = self.models.find(name) if name else self.models.active()
        if config is None and name:
            raise no_model(name)
        return None if config is None else self.connected(config, note)

    def connected(self, config: ModelConfig, note: Callable[[Words], None]) -> ChatModel:
        """A ChatModel for a configured model, with the one place that retries."""
        return Retrying(self.once(config), note=note)

    def once(self, config: ModelConfig) -> ChatModel:
        """A ChatModel for a configured model, with its key, that asks only once."""
        return OpenAIChat(config.name, config.base_url, config.model, self.keys.key_for(config))


def _admit(workspace: Workspace, state: SessionState) -> None:
    """Files that a Session made in a folder of single granted files are granted too."""
    granted = {place.root for place in workspace.roots()}
    for text in state.made:
        place = place_of(text, {root.name for root in state.roots})
        if place.root in granted:
            workspace.admit(place)


@dataclass(frozen=True, slots=True)
class _BenchMaker:
    """Makes what a Turn works with."""

    house: House
    log: ReadLog

    def __call__(self, session: Session, files: Files, ledger: FolderLedger, gate: Gate, approver: Approver) -> Bench:
        def desk_for(call: str) -> Desk:
            def progress(text: str, done: int, total: int) -> None:
                session.emit(CallProgress(call, text, done, total))

            return Desk(files, self.house.documents, progress, session.language or "en", _today())

        tools = (
            *built_in_tools(files, self.house.documents, session.emit, approver, self.log, session.language),
            *skill_tools(desk_for),
        )
        by_name = {tool.spec.name: tool for tool in tools}
        return Bench(by_name, gate, approver, ledger, session.emit, session.language)


def built_house(home: Home) -> House:
    """The house over a state folder."""
    return House(
        home=home,
        journal=Journal(home.journal),
        documents=WorkerDocuments(),
        models=Catalog(home.settings),
        keys=KeyBox(),
        preferences=PreferenceFile(home.settings / "preferences.json"),
    )


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()
