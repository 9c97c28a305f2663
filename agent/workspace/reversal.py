"""Undo: the mirror image of a commit's steps, without touching what the person changed since."""

import stat

from agent.core.changes import Changed
from agent.core.errors import NotFoundError, RefusedError, UnreadableError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.backward import CHANGED, KEPT_BOTH, beside
from agent.workspace.records import Commit, Step
from agent.workspace.steps import Hands, Location, mirrored

NOT_CHANGED = Words("The checkpoint did not change {name!r}.", "この変更に「{name}」は含まれていません。")
_MISSING = Words(
    "{name!r} is not there any more, so it was not moved back.",
    "「{name}」が見つからないため、元の場所に戻していません。",
)
_TAKEN = Words(
    "{wanted!r} is taken, so {name!r} stays where it is.",
    "「{wanted}」という名前が使われているため、「{name}」は今の場所に残しました。",
)
_NOT_EMPTY = Words(
    "The folder {name!r} is not empty, so it stays.", "フォルダー「{name}」は空ではないため、残しました。"
)
_TAKEN_FOLDER = Words(
    "{name!r} is a file now, so the folder of that name was not made again.",
    "「{name}」はファイルになっているため、同じ名前のフォルダーは作り直していません。",
)
_OTHER_IMAGE = Words(
    "What was kept of {name!r} was changed since under another name of it, so it came beside it as {before!r}.",
    "保管していた「{name}」の変更前の版は、別の名前からその後変更されているため、「{before}」という名前で戻しました。",
)
_NO_WAY = Words(
    "{folder!r} is no folder any more, so {name!r} was not put back.",
    "「{folder}」がフォルダーではなくなったため、「{name}」を元に戻していません。",
)
_NOTHING_LEFT = Words("There is nothing left to put back.", "元に戻すものは残っていません。")


class Reversal:
    """Steps, lines for the Checkpoint and sentences about what is kept, for undoing `commit` (`only` some places).

    `language` is that of a name that a file gets when its own one is taken.
    """

    def __init__(self, hands: Hands, commit: Commit, only: tuple[str, ...], language: str) -> None:
        self._hands = hands
        self._commit = commit
        self._only = only
        self._language = language
        self._leaving: set[tuple[str, str]] = set()
        self._coming: set[tuple[str, str]] = set()
        self._waiting: set[str] = set()
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
                    self._folder_again(step)
        if not self.steps and not self.kept:
            raise RefusedError(_NOTHING_LEFT, "nothing_to_undo")

    def _is_wanted(self, step: Step) -> bool:
        if not self._only:
            return True
        places = {str(Place(w["root"], w["path"])) for w in _locations(step) if "root" in w}
        return bool(places & set(self._only))

    def _swap(self, step: Step) -> None:
        place, old = _place(step["at"]), step["old"]
        state, now = self._hands.state(step["at"]), self._digest(step["at"])
        if now == step["was_sha256"] or self._hands.identity(old) is None:  # it was put back before, alone
            return
        gone = self._hands.identity(step["at"]) is None and _key(step["at"]) not in self._coming
        image = self._digest(old)
        if now == step["sha256"] and image == step["was_sha256"]:
            self.steps.append(mirrored(step) | self._as_they_are(step["at"], old) | {"state": state})
            self.changed.append(Changed("modify", str(place), "", step["sha256"], step["was_sha256"]))
        elif self._has_way(step["at"], place):
            words = _OTHER_IMAGE if now == step["sha256"] else KEPT_BOTH
            self._beside(step["at"], old, image, words, gone=gone)

    def _as_they_are(self, at: Location, old: Location) -> Step:
        """The inodes of a swap that is taken back, as they are now: a vault may have been restored from a backup."""
        return {"inode": self._hands.identity(old), "was": self._hands.identity(at)}

    def _move(self, step: Step) -> None:
        source, to = step["from"], step["to"]
        if "root" not in to:  # a delete, or a file that waited: what is in the vault comes back
            self._out_of_the_vault(step)
            return
        place, state = _place(to), self._hands.state(to)
        if self._hands.identity(to) is None:
            if self._hands.identity(source) == step["inode"]:
                return  # it was put back before, alone
            self.kept.append(_MISSING.of(name=shown(str(place))))
        elif step["sha256"] and self._digest(to) != step["sha256"]:
            self.kept.append(CHANGED.of(name=shown(str(place))))
        elif "root" in source and not self._is_free(source):
            self.kept.append(_TAKEN.of(wanted=shown(str(_place(source))), name=shown(str(place))))
        elif "root" not in source:
            self._put_back(step, {"state": state} if step["sha256"] else {})
        elif self._has_way(source, place):
            self._put_back(step)

    def _out_of_the_vault(self, step: Step) -> None:
        source, kept = step["from"], step["to"]
        if self._hands.identity(kept) is None and kept["vault"] not in self._waiting:
            return  # it was put back before, alone
        if not self._has_way(source, _place(source)):
            return
        is_other = bool(step["sha256"]) and self._digest(kept) != step["sha256"]
        if is_other:
            self._beside(source, kept, self._digest(kept), _OTHER_IMAGE, gone=False)
        elif self._is_free(source):
            self._put_back(step)
        else:
            self._beside(source, kept, step["sha256"], KEPT_BOTH, gone=False)

    def _has_way(self, location: Location, what: Place) -> bool:
        """The folders that hold it are there, or are made again; else a sentence is kept about `what`."""
        missing: list[Place] = []
        above = _place(location).parent
        while above.path and (above.root, above.path) not in self._coming:
            found = self._hands.stat(_at(above))
            if found is not None and not stat.S_ISDIR(found.st_mode):
                self.kept.append(_NO_WAY.of(folder=shown(str(above)), name=shown(str(what))))
                return False
            if found is not None and (above.root, above.path) not in self._leaving:
                break
            missing.append(above)
            above = above.parent
        for folder in reversed(missing):
            self.steps.append({"do": "folder", "at": _at(folder), "inode": None, "sha256": ""})
            self._coming.add((folder.root, folder.path))
        return True

    def _folder_again(self, step: Step) -> None:
        """A folder that an undo took away comes back, unless the person made it again."""
        at = step["at"]
        if _key(at) in self._coming:
            return
        found = self._hands.stat(at)
        if found is not None and _key(at) not in self._leaving:
            if not stat.S_ISDIR(found.st_mode):
                self.kept.append(_TAKEN_FOLDER.of(name=shown(str(_place(at)))))
        elif self._has_way(at, _place(at)):
            self.steps.append(mirrored(step))
            self._coming.add(_key(at))

    def _put_back(self, step: Step, checked: Step | None = None) -> None:
        source, to = step["from"], step["to"]
        back = mirrored(step) | {"inode": self._hands.identity(to) or step["inode"]} | (checked or {})
        self.steps.append(back)
        if "root" in to:
            self._leaving.add(_key(to))
        if "root" in source:
            self._coming.add(_key(source))
        else:
            self._waiting.add(source["vault"])
        if "root" not in to:
            self.changed.append(Changed("create", str(_place(source)), after=step["sha256"]))
        elif "root" not in source:
            self.changed.append(Changed("delete", str(_place(to)), before=step["sha256"]))
        else:
            self.changed.append(Changed("move", str(_place(to)), str(_place(source))))

    def _folder(self, step: Step) -> None:
        place = _place(step["at"])
        if self._hands.identity(step["at"]) is None:
            return
        inside = {(place.root, f"{place.path}/{name}") for name in self._hands.names(step["at"])}
        if inside <= self._leaving - self._coming:
            self.steps.append(mirrored(step))
            self._leaving.add(_key(step["at"]))
            self.changed.append(Changed("delete", str(place)))
        else:
            self.kept.append(_NOT_EMPTY.of(name=shown(str(place))))

    def _beside(self, at: Location, kept: Location, digest: str, words: Words, *, gone: bool) -> None:
        """What is at `at` stays; what the vault kept comes beside it, or there when nothing is."""
        to = at if gone else beside(self._hands, at, self._language, self._coming)
        self._coming.add(_key(to))
        self.steps.append({"do": "move", "from": kept, "to": to, "inode": self._hands.identity(kept), "sha256": digest})
        self.changed.append(Changed("create", str(_place(to)), after=digest))
        if not gone:
            self.kept.append(words.of(name=shown(str(_place(at))), before=shown(_place(to).name)))

    def _is_free(self, location: Location) -> bool:
        if _key(location) in self._coming:
            return False
        return self._hands.identity(location) is None or _key(location) in self._leaving

    def _digest(self, location: Location) -> str:
        try:
            return self._hands.sha256(location)
        except UnreadableError:
            return ""


def _locations(step: Step) -> list[Location]:
    return [step[name] for name in ("at", "from", "to") if name in step]


def _place(location: Location) -> Place:
    return Place(location["root"], location["path"])


def _at(place: Place) -> Location:
    return {"root": place.root, "path": place.path}


def _key(location: Location) -> tuple[str, str]:
    return location["root"], location["path"]
