"""Undo: the mirror image of a commit's steps, without touching what the person changed since."""

from pathlib import PurePosixPath

from agent.core.changes import Changed
from agent.core.errors import AgentError, NotFoundError, RefusedError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.records import Commit, Step
from agent.workspace.steps import Hands, Location, mirrored
from agent.workspace.workspace import Workspace

BESIDE = Words(" (before undo)", "(元に戻す前)")
NOT_CHANGED = Words("The checkpoint did not change {name!r}.", "この変更に「{name}」は含まれていません。")
_MISSING = Words(
    "{name!r} is not there any more, so it was not moved back.",
    "「{name}」が見つからないため、元の場所に戻していません。",
)
_CHANGED = Words("{name!r} was changed since, so it is kept.", "「{name}」はその後変更されているため、残しました。")
_TAKEN = Words(
    "{wanted!r} is taken, so {name!r} stays where it is.",
    "「{wanted}」という名前が使われているため、「{name}」は今の場所に残しました。",
)
_NOT_EMPTY = Words(
    "The folder {name!r} is not empty, so it stays.", "フォルダー「{name}」は空ではないため、残しました。"
)
_KEPT_BOTH = Words(
    "{name!r} was changed since, so it is kept; the version before is {before!r}.",
    "「{name}」はその後変更されているため、残しました。変更前の版は「{before}」です。",
)
_NOTHING_LEFT = Words("There is nothing left to put back.", "元に戻すものは残っていません。")


class Reversal:
    """Steps, lines for the Checkpoint and sentences about what is kept, for undoing `commit` (`only` some places).

    `language` is that of a name that a file gets when its own one is taken.
    """

    def __init__(
        self, workspace: Workspace, hands: Hands, commit: Commit, only: tuple[str, ...], language: str
    ) -> None:
        self._workspace = workspace
        self._hands = hands
        self._commit = commit
        self._only = only
        self._beside_mark = BESIDE.text(language)
        self._leaving: set[tuple[str, str]] = set()
        self.steps: list[Step] = []
        self.changed: list[Changed] = []
        self.kept: list[Words] = []

    def fill(self) -> None:
        """Find out what can be put back.

        Raises:
            NotFoundError: none of the `only` places was changed by this commit; RefusedError: nothing is left to do.
        """
        wanted = [step for step in reversed(self._commit.steps) if self._is_wanted(step)]
        if self._only and not wanted:
            raise NotFoundError(NOT_CHANGED.of(name=shown(", ".join(self._only))))
        for step in wanted:
            match step["do"]:
                case "swap":
                    self._swap(step)
                case "move":
                    self._move(step)
                case "folder":
                    self._folder(step)
                case _:
                    self.steps.append(mirrored(step))
        if not self.steps and not self.kept:
            raise RefusedError(_NOTHING_LEFT, "nothing_to_undo")

    def _is_wanted(self, step: Step) -> bool:
        if not self._only:
            return True
        places = {str(Place(w["root"], w["path"])) for w in _locations(step) if "root" in w}
        return bool(places & set(self._only))

    def _swap(self, step: Step) -> None:
        place = _place(step["at"])
        now = self._digest(place)
        if now == step["sha256"]:
            self.steps.append(mirrored(step))
            self.changed.append(Changed("modify", str(place), "", step["sha256"], step["was_sha256"]))
            return
        if now == step["was_sha256"]:
            return
        self._beside(place, step["old"], step["was"], step["was_sha256"], gone=now == "")

    def _move(self, step: Step) -> None:
        source, to = step["from"], step["to"]
        if "root" not in to:  # a delete, or a file that waited: what is in the vault comes back
            place = _place(source)
            if self._is_free(source):
                self._put_back(step)
            else:
                self._beside(place, to, step["inode"], step["sha256"], gone=False)
            return
        place = _place(to)
        if self._hands.identity(to) is None:
            if "root" in source and self._hands.identity(source) == step["inode"]:
                return  # it was put back before, alone
            self.kept.append(_MISSING.of(name=shown(str(place))))
            return
        if step["sha256"] and self._digest(place) != step["sha256"]:
            self.kept.append(_CHANGED.of(name=shown(str(place))))
            return
        if "root" in source and not self._is_free(source):
            self.kept.append(_TAKEN.of(wanted=shown(str(_place(source))), name=shown(str(place))))
            return
        self._put_back(step)

    def _put_back(self, step: Step) -> None:
        source, to = step["from"], step["to"]
        back = mirrored(step) | {"inode": self._hands.identity(to) or step["inode"]}
        self.steps.append(back)
        if "root" in to:
            self._leaving.add(_key(to))
        if "root" not in to:
            self.changed.append(Changed("create", str(_place(source)), after=step["sha256"]))
        elif "root" not in source:
            self.changed.append(Changed("delete", str(_place(to)), before=step["sha256"]))
        else:
            self.changed.append(Changed("move", str(_place(to)), str(_place(source))))

    def _folder(self, step: Step) -> None:
        place = _place(step["at"])
        entry = self._workspace.entry(place)
        if entry is None:
            return
        inside = [e.place for e in self._workspace.walk(place, deep=False, hidden=True)]
        if all(_key({"root": p.root, "path": p.path}) in self._leaving for p in inside):
            self.steps.append(mirrored(step))
            self._leaving.add(_key(step["at"]))
            self.changed.append(Changed("delete", str(place)))
        else:
            self.kept.append(_NOT_EMPTY.of(name=shown(str(place))))

    def _beside(self, place: Place, old: Location, inode: object, digest: str, *, gone: bool) -> None:
        """The person's version stays where it is; the old one comes beside it, or back when theirs is gone."""
        to = place if gone else self._free_name(place)
        location = {"root": to.root, "path": to.path}
        self.steps.append({"do": "move", "from": old, "to": location, "inode": inode, "sha256": digest})
        self.changed.append(Changed("create", str(to), after=digest))
        if not gone:
            self.kept.append(_KEPT_BOTH.of(name=shown(str(place)), before=shown(to.name)))

    def _free_name(self, place: Place) -> Place:
        pure = PurePosixPath(place.name)
        number = 1
        while True:
            mark = self._beside_mark if number == 1 else f"{self._beside_mark} {number}"
            found = place.parent.child(f"{pure.stem}{mark}{pure.suffix}")
            if self._workspace.entry(found) is None:
                return found
            number += 1

    def _is_free(self, location: Location) -> bool:
        return self._hands.identity(location) is None or _key(location) in self._leaving

    def _digest(self, place: Place) -> str:
        try:
            return self._workspace.sha256(place)
        except AgentError:
            return ""


def _locations(step: Step) -> list[Location]:
    return [step[name] for name in ("at", "from", "to") if name in step]


def _place(location: Location) -> Place:
    return Place(location["root"], location["path"])


def _key(location: Location) -> tuple[str, str]:
    return location["root"], location["path"]
