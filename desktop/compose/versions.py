"""The earlier versions that are kept for undo: which ones, what the rules make due, and giving them to the trash."""

import datetime
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.codec import built, plain
from agent.core.events import Noted
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.claim import Claim
from agent.workspace.purging import Purged, Purging, purge
from agent.workspace.records import PURGED, Records
from agent.workspace.retention import Kept, Rules, disks, due, kept
from agent.workspace.trash import Throw
from desktop.compose.house import House
from desktop.wire.messages import Versions, VersionView

_WENT = Words(
    "{count} earlier {count:version was|versions were} given away, so {count:this change|these changes} cannot be "
    "undone any more: {ids}\n{went}",
    "変更前の版 {count} 件を手放したため、次の変更は元に戻せなくなりました: {ids}\n{went}",
)


@dataclass(frozen=True, slots=True)
class Retention:
    """When earlier versions are offered to go: after `days`, or above `percent` of their disk."""

    days: int = 30
    percent: int = 10


class Attic:
    """Everything that is kept in a House. `here` are the Sessions that this process has open, and which of them run.

    All methods block.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._rules = house.home.settings / "retention.json"

    def versions(self, here: dict[str, bool], told: tuple[str, ...] = ()) -> Versions:
        """What is kept, the newest first.

        Raises:
            NeedsUserError: the records cannot be used.
        """
        rules, found = self.retention(), kept(self._house.home.ledger, self._house.home.vault)
        sizes = disks(found)
        limits = Rules(rules.days, rules.percent / 100, self.running(found, here))
        going = due(found, limits, _now(), sizes)
        titles = {session: self._house.state(session)[0].title for session in {one.session for one in found}}
        disk = sum(sizes.values()) or shutil.disk_usage(self._house.home.folder).total
        rows = tuple(_view(one, titles[one.session], _why(one, one.id in going, rules)) for one in reversed(found))
        return Versions(rows, disk, rules.days, rules.percent, told)

    def rule(self, days: int, percent: int) -> None:
        """Keep other rules. The file is replaced as a whole."""
        draft = self._rules.with_suffix(".new")
        draft.write_text(json.dumps(plain(Retention(max(days, 1), max(percent, 1)))), encoding="utf-8")
        draft.replace(self._rules)

    def purge(self, ids: Sequence[str], here: dict[str, bool], throw: Throw, language: str) -> tuple[str, ...]:
        """Give these to the trash. Sentences about what stayed.

        Raises:
            NeedsUserError: the records cannot be used.
        """
        home = self._house.home
        running = self.running(kept(home.ledger, home.vault), here)
        done = given_away(self._house, ids, Purging(throw, _now(), running), language)
        return tuple(words.text(language) for words in done.refused)

    def purged(self) -> frozenset[str]:
        """Ids of Checkpoints whose earlier versions are gone."""
        if not self._house.home.ledger.exists():
            return frozenset()
        records = Records(self._house.home.ledger)
        try:
            return frozenset(name for name, state in records.states().items() if state == PURGED)
        finally:
            records.close()

    def retention(self) -> Retention:
        """The rules that the person chose."""
        try:
            return built(Retention, json.loads(self._rules.read_text(encoding="utf-8")))
        except (ValueError, OSError):
            return Retention()

    def running(self, found: Sequence[Kept], here: dict[str, bool]) -> frozenset[str]:
        """The Sessions in which a Turn runs here, or that another process has."""
        sessions = {session for one in found for session in one.sessions}
        return frozenset(s for s in sessions if here.get(s, s not in here and _is_taken(self._house.home.claim(s))))


def given_away(house: House, ids: Sequence[str], how: Purging, language: str) -> Purged:
    """Purge these Checkpoints, and write into the record what went where.

    Raises:
        NeedsUserError: the records cannot be used.
    """
    done = purge(ids, house.home.ledger, house.home.vault, how)
    if done.removed:
        went = "\n".join(f"{shown(one.was)} → {shown(one.to)}" for one in done.removed)
        words = _WENT.of(count=len(done.removed), ids=", ".join(done.checkpoints), went=went)
        house.journal.record(Noted(words.text(language), "purged"))
    return done


def _is_taken(lock: Path) -> bool:
    claim = Claim(lock)
    if not claim.take():
        return True
    claim.free()
    return False


def _view(one: Kept, task: str, why: str) -> VersionView:
    return VersionView(one.id, one.session, task, one.title, one.at, one.size, one.files, why)


def _why(one: Kept, is_due: bool, rules: Retention) -> str:
    if not is_due:
        return ""
    old = _now() - datetime.datetime.fromisoformat(one.at) > datetime.timedelta(days=rules.days)
    return "age" if old else "space"


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
