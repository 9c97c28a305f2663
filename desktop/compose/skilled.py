"""The skills of this computer, and what of them a Turn works with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.actions import Source
from agent.core.errors import NeedsUserError
from agent.core.ports import Approver, Emit, Files, ReadyCall, Tool
from agent.models.estimates import tokens_of
from agent.packages.members import stamps_of
from agent.packages.store import State, Store
from agent.session.delegation.tool import Role
from agent.session.session import Session
from agent.tools.ready import ReadLog
from agent.tools.running import Running
from agent.tools.scripts import Script, ScriptRunner
from desktop.compose.coding import Coding
from desktop.compose.home import Home
from skills.approving import Approvals
from skills.catalogue import catalogue
from skills.choices import ChoiceFile
from skills.chosen import chosen, told
from skills.found import Found, Sort
from skills.packed import PackFolder
from skills.script_tool import Running as ScriptRunning
from skills.script_tool import Scripts, ScriptTool, told_scripts
from skills.shelf import Shelf, built_in
from skills.skill_tool import Reading, SkillTool


class Packs:
    """The installed packs whose files are as the person approved them. Every byte is hashed once, and again only when
    the file system says that a file is another one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: dict[Path, tuple[object, bool]] = {}

    def __call__(self) -> tuple[PackFolder, ...]:
        """By name."""
        found = []
        for record in self._store.list():
            listed = _stamps(record.folder)
            kept = self._seen.get(record.folder)
            if kept is None or kept[0] != listed:
                kept = (listed, self._store.state(record) is State.WELL)
                self._seen[record.folder] = kept
            if kept[1]:
                found.append(PackFolder(record.name, record.folder, record.format, record.digest, record.entry))
        return tuple(found)


def _stamps(folder: Path) -> object:
    """Every file: a skill's own list of files leaves some out. None when there is what no package may hold."""
    try:
        return stamps_of(folder)
    except (OSError, NeedsUserError):
        return None


@dataclass(frozen=True, slots=True)
class TurnSkills:
    """What a Turn is told and given of skills. `sources` are those whose words stand in its prompt: strangers'."""

    known: dict[str, Found]
    told: str
    sources: tuple[Source, ...]
    approvals: Approvals

    @property
    def roles(self) -> dict[str, Role]:
        """What delegates may be, by key."""
        found = [one for one in self.known.values() if one.sort is Sort.ROLE]
        return {one.key: Role(one.skill.description, one.skill.body, one.source) for one in found if one.source}

    def tools(
        self, session: Session, files: Files, approver: Approver, log: ReadLog, coding: Coding
    ) -> tuple[Tool, ...]:
        """`skill`, and `skill_script` when there is a skill with scripts that can run here."""
        language = session.language or "en"
        scripting = self._scripting(files, session.emit, log, language, coding)
        running = None if scripting is None else ScriptRunning(scripting, self.approvals, approver, language)
        reading = Reading(
            self.known, lambda: session.state.history, lambda: session.state.said, language, told_scripts(running)
        )
        has_scripts = any(one.source is not None for one in self.known.values())
        scripts = (ScriptTool(self.known, running),) if running is not None and has_scripts else ()
        return (SkillTool(reading), *scripts)

    def _scripting(self, files: Files, emit: Emit, log: ReadLog, language: str, coding: Coding) -> Scripts | None:
        """Runs scripts in a Room of their own, with no way to the web; None where nothing confines them."""
        running = coding(emit)
        if running is None or not running.native:
            return None
        runner = ScriptRunner(files, _alone(running), log, language)

        def ready(  # noqa: PLR0913, PLR0917  # what a run is made of
            folder: Path, name: str, arguments: Sequence[str], inputs: Sequence[str], purpose: str, call: str
        ) -> ReadyCall:
            return runner.prepare(Script(folder, name, tuple(arguments)), inputs, purpose, call)

        return ready


def _alone(running: Running) -> Running:
    return replace(running, outside=None)


@dataclass(frozen=True, slots=True)
class Skilled:
    """Skills of this computer, over the state folder."""

    shelf: Shelf
    approvals: Approvals
    store: Store

    @property
    def none(self) -> TurnSkills:
        """Deskhand's own alone."""
        return TurnSkills(built_in(), "", (), self.approvals)

    def turn(self, roots: Sequence[str], text: str = "") -> TurnSkills:
        """For a Turn over these granted folders that begins now with the person's words. Blocks.

        Raises:
            NeedsUserError: "/name" can mean several (code "several_skills").
        """
        known = self.shelf.offered([Path(root).resolve() for root in roots])
        offered = [one for one in known.values() if one.offered]
        choice = chosen(text, known)
        lines = [catalogue(offered, tokens_of), told(choice) if choice else ""]
        heard = [one for one in known.values() if one.offered or one.sort is Sort.ROLE]
        sources = tuple(one.source for one in heard if one.source is not None)
        return TurnSkills(known, "\n".join(line for line in lines if line), sources, self.approvals)


def built_skilled(home: Home) -> Skilled:
    """Over this state folder."""
    choices = ChoiceFile(home.settings / "skills.json")
    store = Store(home.folder / "packages", home.folder / "quarantine")
    shelf = Shelf(home.folder / "skills", choices, Packs(store))
    return Skilled(shelf, Approvals(choices, shelf.digests, home.folder / "skills-run"), store)
