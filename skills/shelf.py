"""All skills that there are for a Session: built in, of packs, of the person, of trusted granted folders."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.words import NO_WORDS, Words
from skills.choices import ChoiceFile, Choices
from skills.digests import Digests
from skills.found import Found, Standing, key_of
from skills.library import skills
from skills.packed import PackFolder, others, skill_paths, used
from skills.places import FILE, Spot, Where, folder_spots, home_spots, person_home, skill_folders
from skills.reader import Skill, read_skill

_OFF = Words("Switched off.", "オフになっています。")
_SHADOWED = Words(
    "Not used: another skill with this key comes first ({path}).",
    "同じキーのスキルが優先されるため、使用しません（{path}）。",
)
_TWINS = Words("There is also {keys}.", "同じ名前のスキルがほかにもあります: {keys}")
_NEW = Words(
    "It came with a granted folder. It is not used until you trust the skills of that folder.",
    "許可したフォルダーに入っていたスキルです。このフォルダーのスキルを信頼するまで使用しません。",
)
_CHANGED = Words(
    "It was changed since you trusted it. It is not used until you trust it again.",
    "信頼した後に内容が変更されました。もう一度信頼するまで使用しません。",
)
_NO_DESCRIPTION = Words(
    "Not offered: it does not say what it is for.", "何のためのスキルか書かれていないため、提供しません。"
)
_NOT_CONFORMING = Words(
    "Left out: it does not keep to the format, and Agent Plugins must.",
    "Agent Plugins の形式に合っていないため、使用しません。",
)


@dataclass(frozen=True, slots=True)
class FolderSkills:
    """The skills of one granted folder. `digest` is that of all of them: trust is given to exactly these."""

    path: Path
    digest: str
    trusted: bool
    skills: tuple[Found, ...]


class Shelf:
    """`own` is the person's own folder of skills, `packs` what is installed and as it was approved. What was read is
    remembered as long as the file is the same one, so that a Turn costs a look at each file and no more.
    """

    def __init__(
        self,
        own: Path,
        choices: ChoiceFile,
        packs: Callable[[], Sequence[PackFolder]] = tuple,
        home: Path | None = None,
    ) -> None:
        self._own, self.choices, self._packs, self._home = own, choices, packs, home
        self._read: dict[Path, tuple[tuple[int, ...], Skill]] = {}
        self.digests = Digests()

    def found(self, roots: Sequence[Path] = ()) -> tuple[Found, ...]:
        """Everything, by how it is offered: built in, packs, own, home, then granted folders. Blocks."""
        choices = self.choices.read()
        one_of_each = _once([*self._without_folders(), *self._of_folders(roots, choices)])
        return tuple(_switched(one, choices) for one in _twinned(_shadowed(one_of_each)))

    def offered(self, roots: Sequence[Path] = ()) -> dict[str, Found]:
        """What can be used now, by key: skills, prompts and roles."""
        return {one.key: one for one in self.found(roots) if one.standing is Standing.ON}

    def folders(self, roots: Sequence[Path]) -> tuple[FolderSkills, ...]:
        """What granted folders bring, those that bring something."""
        found, listed = self.found(roots), []
        for root in roots:
            here = tuple(one for one in found if one.where is Where.FOLDER and one.root == root)
            if here:
                trusted = all(one.standing is not Standing.ASKS for one in here)
                listed.append(
                    FolderSkills(root, self.digests.of_all([one.skill.folder for one in here]), trusted, here)
                )
        return tuple(listed)

    def _without_folders(self) -> Iterator[Found]:
        yield from built_in().values()
        for pack in self._packs():
            for folder in skill_paths(pack):
                skill = self._skill(folder)
                is_used = used(skill, pack)
                standing = Standing.ON if is_used else Standing.BROKEN
                words = NO_WORDS if is_used else _NOT_CONFORMING if skill.description else _NO_DESCRIPTION
                yield Found(
                    key_of(pack.name, skill.name), skill, Where.PACK, standing=standing, words=words, root=pack.folder,
                    approved=pack.digest,
                )  # fmt: skip
            yield from others(pack)
        for spot in home_spots(self._own, self._home or person_home()):
            yield from self._at(spot)

    def _at(self, spot: Spot) -> Iterator[Found]:
        for folder in skill_folders(spot):
            skill = self._skill(folder)
            standing = Standing.ON if skill.description else Standing.BROKEN
            words = NO_WORDS if skill.description else _NO_DESCRIPTION
            yield Found(
                key_of(spot.pack, skill.name), skill, spot.where, standing=standing, words=words, root=spot.root
            )

    def _of_folders(self, roots: Sequence[Path], choices: Choices) -> Iterator[Found]:
        for spot in folder_spots(roots):
            for one in self._at(spot):
                yield one if one.standing is Standing.BROKEN else self._judged(one, choices)

    def _judged(self, one: Found, choices: Choices) -> Found:
        """Whether the person trusted exactly these files of this folder."""
        root = one.root or one.skill.folder
        wanted = trusted_digest(choices, root, one.skill.folder)
        if not wanted:
            return replace(one, standing=Standing.ASKS, words=_NEW)
        try:
            is_same = self.digests.of(one.skill.folder) == wanted
        except ToolError:
            is_same = False
        return replace(one, approved=wanted) if is_same else replace(one, standing=Standing.ASKS, words=_CHANGED)

    def _skill(self, folder: Path) -> Skill:
        try:
            told = os.stat(folder / FILE)  # noqa: PTH116  # for each skill of each Turn
            stamp = (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
        except OSError:
            return read_skill(folder)
        kept = self._read.get(folder)
        if kept is None or kept[0] != stamp:
            kept = (stamp, read_skill(folder))
            self._read[folder] = kept
        return kept[1]


def built_in() -> dict[str, Found]:
    """Deskhand's own, by key."""
    return {key: Found(key, skill, Where.BUILT_IN) for key, skill in skills().items()}


def trusted_digest(choices: Choices, root: Path, folder: Path) -> str:
    """What the person trusted of the skill in `folder`; "" for nothing, or when the granted folder is another one."""
    try:
        inode = root.stat().st_ino
    except OSError:
        return ""
    name = relative(root, folder)
    kept = (one for one in choices.folders if one.path == str(root) and one.inode == inode)
    return next((one.skills.get(name, "") for one in kept), "")


def relative(root: Path, folder: Path) -> str:
    """The folder of a skill below its granted folder, with "/"."""
    return folder.relative_to(root).as_posix()


def _once(found: Sequence[Found]) -> Iterator[Found]:
    """A folder that is reached in two ways (by a link from one agent's folder to another's) counts once."""
    seen: set[tuple[int, int, str]] = set()
    for one in found:
        try:
            told = os.stat(one.skill.folder)  # noqa: PTH116  # for each skill of each Turn
        except OSError:
            continue  # it went meanwhile
        real = (told.st_dev, told.st_ino, one.key)
        if real not in seen:
            seen.add(real)
            yield one


def _shadowed(found: Iterator[Found]) -> tuple[Found, ...]:
    """Of several with one key the first counts."""
    first: dict[str, Found] = {}
    result = []
    for one in found:
        before = first.get(one.key.casefold())
        if before is None and one.standing in (Standing.ON, Standing.ASKS):
            first[one.key.casefold()] = one
        elif before is not None:
            one = replace(one, standing=Standing.SHADOWED, words=_SHADOWED.of(path=before.skill.folder))  # noqa: PLW2901
        result.append(one)
    return tuple(result)


def _twinned(found: tuple[Found, ...]) -> Iterator[Found]:
    names: dict[str, list[str]] = {}
    for one in found:
        if one.standing is not Standing.SHADOWED:
            names.setdefault(one.name.casefold(), []).append(one.key)
    for one in found:
        twins = tuple(key for key in names.get(one.name.casefold(), ()) if key != one.key)
        if twins and one.standing is Standing.ON and one.words == NO_WORDS:
            yield replace(one, twins=twins, words=_TWINS.of(keys=", ".join(twins)))
        else:
            yield replace(one, twins=twins)


def _switched(one: Found, choices: Choices) -> Found:
    if one.key in choices.off and one.standing is Standing.ON:
        return replace(one, standing=Standing.OFF, words=_OFF)
    return one


def by_name(known: Mapping[str, Found], name: str) -> tuple[Found, ...]:
    """Those that "key" or a name alone can mean, a key alone when it is one."""
    exact = known.get(name)
    if exact is not None:
        return (exact,)
    folded = name.casefold()
    return tuple(one for one in known.values() if one.key.casefold() == folded or one.name.casefold() == folded)
