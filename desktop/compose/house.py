"""The house: concrete classes meet here and nowhere else. Front doors get what they need from it."""

import shutil
import ssl
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from agent.core.changes import Checkpoint
from agent.core.errors import NeedsUserError
from agent.core.events import Notice, RootGranted
from agent.core.paths import place_of
from agent.core.ports import ChatModel
from agent.core.running import Sandbox
from agent.core.serving import StdioServers
from agent.core.words import Words, joined
from agent.documents.programs.printing import PrintingDocuments, found_programs
from agent.models.address import host_of, is_local
from agent.models.catalog import Catalog
from agent.models.keys import KeyBox
from agent.models.price_book import PriceBook
from agent.models.selftest.kept import SelfTests
from agent.session.claim import Claim
from agent.session.delegation.conversation import Conversation
from agent.session.delegation.pace import Pace
from agent.session.delegation.paced import Paced
from agent.session.drafts import MOST_DRAFTS
from agent.session.fold import folded
from agent.session.heads import Anchor
from agent.session.journal import Journal
from agent.session.purse import Purse
from agent.session.session import Session
from agent.session.spending import Spending
from agent.session.state import SessionState, used
from agent.session.verify import Verified
from agent.tools.ready import ReadLog
from agent.tools.web.fetching import Web
from agent.workspace.findings import Inspection
from agent.workspace.grants import OwnFolders
from agent.workspace.ledger import FolderLedger
from agent.workspace.recover import recover
from agent.workspace.workspace import Workspace
from desktop.compose.bench import BenchMaker
from desktop.compose.budgets import BudgetFile
from desktop.compose.connecting import Connecting, Pair
from desktop.compose.connector_kinds import built_connectors
from desktop.compose.connectors import Connectors
from desktop.compose.delegating import Delegating
from desktop.compose.drafting import Thorough
from desktop.compose.grants import GrantStore
from desktop.compose.home import Home
from desktop.compose.money import Money
from desktop.compose.opened import OpenedSession
from desktop.compose.package_connectors import package_connectors, settle
from desktop.compose.rooms import RoomPool
from desktop.compose.sandboxing import built_sandbox, for_workers, sweep
from desktop.compose.settings import PreferenceFile
from desktop.compose.skilled import Skilled, built_skilled
from desktop.compose.untold import Untold

_UNTOLD = Words(
    "{count} {count:change|changes} of files {count:is|are} in the ledger and not in this record: a crash came "
    "between, which the next start "
    "mends, or their entries were taken out.",
    "変更の台帳にあってこの記録にない変更が {count} 件あります。直前の異常終了による場合は、次の起動時に修復されます。"
    "そうでない場合は、記録が取り除かれています。",
)
_ERASED = Words(
    "The contents of this task's record were erased. What happened when is still there, but not what was said.",
    "このタスクの記録の内容は消去されました。いつ何があったかは残っていますが、内容は残っていません。",
)
_OPEN = Words("This task is open in Deskhand.", "このタスクは Deskhand で開かれています。")
_CLOSE_FIRST = Words("Close Deskhand, then erase it.", "Deskhand を終了してから、消去してください。")
Told = Callable[[str, int, Notice], None]


@dataclass(frozen=True, slots=True)
class House:
    """Everything that lives as long as the process."""

    home: Home
    journal: Journal
    documents: PrintingDocuments
    models: Catalog
    keys: KeyBox
    preferences: PreferenceFile
    grants: GrantStore
    tests: SelfTests
    money: Money
    rooms: RoomPool
    web: Web
    skilled: Skilled
    connectors: Connectors

    @property
    def connecting(self) -> Connecting:
        """The way to models."""
        return Connecting(self.models, self.keys, self.journal, self.money)

    def delegating(self, pair: Pair, session: str, purse: Purse, parallel: int = 0) -> Delegating:
        """What delegates of a Session work with, and their models. `parallel` as in Delegating."""

        def connect(talk: Conversation, pace: Pace, usd: float | None) -> ChatModel:
            own = purse if usd is None else purse.part(usd)
            return self.connecting.unattended(pair, talk, own, lambda model: Paced(model, pace))

        address = pair.first.base_url
        host = "" if is_local(address) else host_of(address)
        return Delegating(self.documents, self.home.items(session), connect, purse.unspent, host, parallel)

    def thorough(self, pair: Pair, purse: Purse, count: int = MOST_DRAFTS) -> Thorough:
        """Several drafts, each with a connection of its own to these models."""
        return Thorough(count, lambda talk: self.connecting.unattended(pair, talk, purse))

    def close(self) -> None:
        """End the workers and close the Journal."""
        self.documents.close()
        self.journal.close()

    def recover(self) -> tuple[Words, ...]:
        """Finish or revert what a crash left half-done; sentences for the person. Before anything else."""
        sweep(self.home)
        self.skilled.store.sweep()
        settle(self.skilled.store, package_connectors(self.connectors))
        sentences = recover(self.home.ledger, self.home.vault)
        Untold(self.home, self.journal).tell()
        return sentences

    def untold(self, session: str) -> tuple[Checkpoint, ...]:
        """Put in order what dead processes left half done; the Checkpoints of this Session that its record lacks."""
        recover(self.home.ledger, self.home.vault)
        return Untold(self.home, self.journal).of(session)

    def state(self, session: str) -> tuple[SessionState, str]:
        """The state of a Session, and when it was last used (ISO 8601, UTC)."""
        records, at = self.journal.records(session), ""
        for record in records:
            at = used(at, record.at, record.event)
        return folded(SessionState(), (record.event for record in records)), at

    def is_interrupted(self, session: str, state: SessionState) -> bool:
        """Whether the Turn of a Session that is not open here was cut off: it has no end, and nobody works on it."""
        claim = Claim(self.home.claim(session))
        if state.turn is None or not claim.take():
            return False
        claim.free()
        return True

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
        ledger = self._ledger(workspace, session, language)
        roots = {name for name, _ in conversation.state.folders}
        known = {place_of(text, roots): version for text, version in conversation.state.known.items()}
        bench = BenchMaker(self.documents, ReadLog(known), self.home.results(session), self.web, self.connectors)
        opened = OpenedSession(
            conversation,
            workspace,
            ledger,
            bench,
            self.skilled,
            always=self.grants,
            documents=self.documents,
            untold=self.untold,
            rooms=lambda: self.rooms if self.preferences.read().run_code else None,
            connected=self.connectors.grants,
            missing=self.connectors.missing,
        )
        for root in conversation.state.roots:
            try:
                workspace.grant(root)
            except NeedsUserError as error:
                opened.revoke(root.name)
                opened.note(joined(error.words, error.remedy), error.code)
        _admit(workspace, conversation.state)
        return opened

    @contextmanager
    def looked_at(self, session: str) -> Iterator[FolderLedger]:
        """The Ledger of a Session, to look at what changed. The private copies that it makes are gone afterwards."""
        name = f"{session}-export"
        workspace = self.reading(name)
        for root in self.state(session)[0].roots:
            with suppress(NeedsUserError):  # a folder that is gone is not in it
                workspace.grant(root)
        ledger = self._ledger(workspace, session, "")
        try:
            yield ledger
        finally:
            ledger.close()
            shutil.rmtree(self.home.staging / name, ignore_errors=True)

    def copy_heads_to(self, folder: str) -> None:
        """Keep copies of the head of the record in `folder`; "" is nowhere."""
        self.preferences.write(replace(self.preferences.read(), audit_copy=folder))

    def _ledger(self, workspace: Workspace, session: str, language: str) -> FolderLedger:
        inspection = Inspection(self.documents.check, self.documents.reaches)
        return FolderLedger(workspace, self.home.ledger, self.home.vault, session, inspection, language)

    def reading(self, name: str, roots: Sequence[RootGranted] = ()) -> Workspace:
        """A Workspace with a Staging of its own."""
        own = OwnFolders((self.home.folder,), (self.home.samples,), (self.home.vault,))
        return Workspace(roots, self.home.staging / name, own)

    def verified(self) -> Verified:
        """Whether the record of everything is as it was written, and agrees with the ledger of file changes."""
        key = self.keys.sealing_key(str(self.journal.path))
        found = self.journal.verify(key, self.preferences.read().audit_copy)
        untold = Untold(self.home, self.journal).count()
        return replace(found, words=(*found.words, _UNTOLD.of(count=untold))) if untold else found

    def erase(self, session: str, language: str) -> int:
        """Erase what the record of a Session says. Returns how many entries. Nothing can be undone in it any more.

        Raises:
            NeedsUserError: the Session is open or runs somewhere (code "busy").
        """
        claim = Claim(self.home.claim(session))
        if not claim.take():
            raise NeedsUserError(_OPEN, _CLOSE_FIRST, "busy")
        try:
            for folder in (self.home.staging / session, self.home.results(session), self.home.items(session)):
                shutil.rmtree(folder, ignore_errors=True)
            return self.journal.erase(session, _ERASED.text(language))
        finally:
            claim.free()


def _admit(workspace: Workspace, state: SessionState) -> None:
    """Files that a Session made in a folder of single granted files are granted too."""
    granted = {place.root for place in workspace.roots()}
    for text in state.made:
        place = place_of(text, {root.name for root in state.roots})
        if place.root in granted:
            workspace.admit(place)


def built_house(
    home: Home, sandbox: Sandbox | None = None, web: Web | None = None, servers: StdioServers | None = None
) -> House:
    """The house over a state folder. `sandbox` stands in for the one of this computer, `web` for the public web,
    `servers` for what starts programs of connectors.
    """
    keys, preferences = KeyBox(), PreferenceFile(home.settings / "preferences.json")
    anchor = Anchor(home.head, lambda: _sealing_key(home, keys), lambda: preferences.read().audit_copy)
    journal, prices = Journal(home.journal, anchor), PriceBook(home.settings)
    money = Money(journal, Spending(journal), prices, BudgetFile(home.settings / "budgets.json"), preferences)
    documents = PrintingDocuments(found_programs(for_workers()), confinement=for_workers())
    return House(
        home=home,
        journal=journal,
        documents=documents,
        models=Catalog(home.settings),
        keys=keys,
        preferences=preferences,
        grants=GrantStore(home.settings / "grants.json", home.vault),
        tests=SelfTests(home.settings / "selftests.json"),
        money=money,
        rooms=RoomPool(sandbox or built_sandbox(home, documents)),
        web=web or Web(trust=_public_trust),
        skilled=built_skilled(home),
        connectors=built_connectors(home, keys, servers),
    )


def _public_trust() -> ssl.SSLContext:
    from agent.models.client import public_trust  # noqa: PLC0415  loads the HTTP library, which few tasks need

    return public_trust()


def _sealing_key(home: Home, keys: KeyBox) -> bytes | None:
    """The key that signs heads. One process makes it; another that needs it at that moment does without."""
    claim = Claim(home.claim("sealing-key"))
    try:
        return keys.sealing_key(str(home.journal), make=claim.take())
    except OSError:
        return None
    finally:
        claim.free()
