"""Undo: the mirror image of a commit's steps, without touching what the person changed since."""

from collections.abc import Callable, Collection

from agent.core.changes import Changed
from agent.core.errors import NotFoundError, RefusedError, UnreadableError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.backward import CHANGED, KEPT_BOTH, beside
from agent.workspace.office import lock_names
from agent.workspace.outlook import Outlook
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
_GONE = Words(
    "{name!r} cannot be put back: its earlier version is gone from Deskhand's store.",
    "「{name}」は元に戻せません。保管していた変更前の版がなくなっています。",
)
_OPEN = Words(
    "{name!r} is open in another program, so it was not put back. Close it there and undo again.",
    "「{name}」はほかのプログラムで開かれているため、元に戻していません。閉じてから、もう一度元に戻してください。",
)
_WRITTEN = Words(
    "The version before of {name!r} was changed under another name of it, or by a program that still had it open; what "
    "was written there came beside it as {before!r}.",
    "「{name}」の変更前の版は、別の名前から、または開いたままのプログラムから変更されていました。その内容は「{before}」"
    "という名前で戻しました。",
)
_NOTHING_LEFT = Words("There is nothing left to put back.", "元に戻すものは残っていません。")


class Reversal:
    """Steps, lines for the Checkpoint and sentences about what is kept, for undoing `commit` (`only` some places).

    `language` is that of a name that a file gets when its own one is taken. `taken_out` tells which places in the vault
    were emptied by putting back single files before. `later` is whether something may be put back another time.
    """

    def __init__(
        self,
        hands: Hands,
        commit: Commit,
        only: tuple[str, ...],
        language: str,
        taken_out: Callable[[], Collection[str]],
    ) -> None:
        self._hands = hands
        self._commit = commit
        self._only = only
        self._language = language
        self._taken_out = taken_out
        self._outlook = Outlook(hands)
        self._waiting: set[str] = set()
        self.steps: list[Step] = []
        self.changed: list[Changed] = []
        self.kept: list[Words] = []
        self.later = False

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
                case "remove":
                    self._folder_again(step)
                case _:
                    continue
        if not self.steps and not self.kept:
            raise RefusedError(_NOTHING_LEFT, "nothing_to_undo")

    def _is_wanted(self, step: Step) -> bool:
        if not self._only:
            return True
        places = {str(Place(w["root"], w["path"])) for w in _locations(step) if "root" in w}
        return bool(places & set(self._only))

    def _swap(self, step: Step) -> None:
        at, old = step["at"], step["old"]
        state, now = self._hands.state(at), self._digest(at)
        if now == step["was_sha256"] or (self._hands.identity(old) is None and old["vault"] in self._taken_out()):
            return  # it was put back before, alone
        image = self._digest(old)
        before, digest = self._best_image(step, image)
        if self._hands.identity(before) is None:
            self._is_gone(before, at)
        elif self._is_open(at):
            self._wait(_OPEN, at)
        elif now == step["sha256"] and digest == step["was_sha256"]:
            self.steps.append(mirrored(step) | {"new": before} | self._as_they_are(at, before) | {"state": state})
            self.changed.append(Changed("modify", str(_place(at)), "", step["sha256"], step["was_sha256"]))
            self._written(step, before, image)
        elif self._has_way(at, _place(at)):
            words = _OTHER_IMAGE if now == step["sha256"] else KEPT_BOTH
            gone = self._hands.identity(at) is None and not self._outlook.comes(at)
            self._beside(at, before, digest, words, gone=gone)
            self._written(step, before, image)

    def _best_image(self, step: Step, image: str) -> tuple[Location, str]:
        """Where the version before is, and its hash: a clone of it when the kept file itself was written to."""
        old: Location = step["old"]
        if image != step["was_sha256"] and "spare" in step and self._digest(step["spare"]) == step["was_sha256"]:
            return step["spare"], step["was_sha256"]
        return old, image

    def _written(self, step: Step, before: Location, image: str) -> None:
        """What somebody wrote into the kept file itself comes beside what comes back of its clone."""
        if before != step["old"] and self._hands.identity(step["old"]) is not None:
            self._beside(step["at"], step["old"], image, _WRITTEN, gone=False)

    def _is_open(self, location: Location) -> bool:
        place = _place(location)
        return any(self._hands.identity(_at(place.parent.child(name))) for name in lock_names(place.name))

    def _is_gone(self, kept: Location, wanted: Location) -> None:
        """There is nothing in the vault: it was put back before, alone, or somebody removed it."""
        if kept["vault"] not in self._taken_out():
            self._wait(_GONE, wanted)

    def _wait(self, words: Words, location: Location) -> None:
        self.kept.append(words.of(name=shown(str(_place(location)))))
        self.later = True

    def _as_they_are(self, at: Location, old: Location) -> Step:
        """The inodes of a swap that is taken back, as they are now: a vault may have been restored from a backup."""
        return {"inode": self._hands.identity(old), "was": self._hands.identity(at)}

    def _move(self, step: Step) -> None:
        source, to = step["from"], step["to"]
        if "root" not in to:  # a delete, or a file that waited: what is in the vault comes back
            self._out_of_the_vault(step)
            return
        state = self._hands.state(to)
        if self._hands.identity(to) is None:
            if self._hands.identity(source) != step["inode"]:  # else it was put back before, alone
                self.kept.append(_MISSING.of(name=shown(str(_place(to)))))
        elif self._stays(step, source, to):
            return
        elif "root" not in source:
            self._put_back(step, {"state": state} if step["sha256"] else {})
        elif self._has_way(source, _place(to)):
            self._put_back(step)

    def _stays(self, step: Step, source: Location, to: Location) -> bool:
        """Whether what was moved or made must stay where it is; a sentence says why."""
        name = shown(str(_place(to)))
        if self._is_open(to):
            self._wait(_OPEN, to)
        elif step["sha256"] and self._digest(to) != step["sha256"]:
            self.kept.append(CHANGED.of(name=name))
        elif "root" in source and not self._outlook.is_free(source):
            self.kept.append(_TAKEN.of(wanted=shown(str(_place(source))), name=name))
        else:
            return False
        return True

    def _out_of_the_vault(self, step: Step) -> None:
        source, kept = step["from"], step["to"]
        if self._hands.identity(kept) is None and kept["vault"] not in self._waiting:
            self._is_gone(kept, source)
            return
        if not self._has_way(source, _place(source)):
            return
        is_other = bool(step["sha256"]) and self._digest(kept) != step["sha256"]
        if is_other:
            self._beside(source, kept, self._digest(kept), _OTHER_IMAGE, gone=False)
        elif self._outlook.is_free(source):
            self._put_back(step)
        else:
            self._beside(source, kept, step["sha256"], KEPT_BOTH, gone=False)

    def _has_way(self, location: Location, what: Place) -> bool:
        """The folders that hold it are there, or are made again; else a sentence is kept about `what`."""
        missing, obstacle = self._outlook.missing(_place(location))
        if obstacle is not None:
            self.kept.append(_NO_WAY.of(folder=shown(str(obstacle)), name=shown(str(what))))
        for folder in missing:
            self.steps.append({"do": "folder", "at": _at(folder), "inode": None, "sha256": ""})
            self._outlook.come(_at(folder), None)
        return obstacle is None

    def _folder_again(self, step: Step) -> None:
        """A folder that an undo took away comes back, unless the person made it again."""
        at = step["at"]
        if not self._outlook.is_free(at):
            if not self._outlook.is_folder(at):
                self.kept.append(_TAKEN_FOLDER.of(name=shown(str(_place(at)))))
        elif self._has_way(at, _place(at)):
            self.steps.append(mirrored(step))
            self._outlook.come(at, None)

    def _put_back(self, step: Step, checked: Step | None = None) -> None:
        source, to = step["from"], step["to"]
        back = mirrored(step) | {"inode": self._hands.identity(to) or step["inode"]} | (checked or {})
        self.steps.append(back)
        if "root" in to:
            self._outlook.leave(to)
        if "root" in source:
            self._outlook.come(source, to)
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
        if self._outlook.is_emptied(step["at"]):
            self.steps.append(mirrored(step))
            self._outlook.leave(step["at"])
            self.changed.append(Changed("delete", str(place)))
        else:
            self.kept.append(_NOT_EMPTY.of(name=shown(str(place))))

    def _beside(self, at: Location, kept: Location, digest: str, words: Words, *, gone: bool) -> None:
        """What is at `at` stays; what the vault kept comes beside it, or there when nothing is."""
        to = at if gone else beside(self._hands, at, self._language, self._outlook.coming)
        self._outlook.come(to, kept)
        self.steps.append({"do": "move", "from": kept, "to": to, "inode": self._hands.identity(kept), "sha256": digest})
        self.changed.append(Changed("create", str(_place(to)), after=digest))
        if not gone:
            self.kept.append(words.of(name=shown(str(_place(at))), before=shown(_place(to).name)))

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
