"""What the person decides about skills: switch one, trust those of a folder. It is bound to what was shown."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.errors import NeedsUserError, NotFoundError, ToolError
from agent.core.paths import shown
from agent.core.words import Words
from skills.choices import Choices, TrustedFolder
from skills.found import Found
from skills.places import Where
from skills.shelf import FolderSkills, Shelf, relative

_NO_SKILL = Words("There is no skill {name!r}.", "「{name}」というスキルはありません。")
_SEE = Words("See `deskhand skill list`.", "`deskhand skill list` で一覧をご確認ください。")
_SEVERAL = Words("{name!r} can mean {keys}.", "「{name}」に当てはまるスキルが複数あります: {keys}")
_NONE_HERE = Words("No skills lie in {folder}.", "{folder} にスキルはありません。")
_OTHERS = Words(
    "The skills of the folder are not the ones that were shown, so nothing was trusted.",
    "フォルダーのスキルが、表示されたものと異なるため、信頼していません。",
)
_LOOK_AGAIN = Words("Look at what they are now.", "現在の内容をご確認ください。")


def named(shelf: Shelf, name: str, roots: Sequence[Path] = ()) -> Found:
    """The skill of that key or name, however it stands; one that is used before others.

    Raises:
        NeedsUserError: there is none ("no_skill"), or it can be several ("several_skills").
    """
    folded = name.casefold()
    found = [one for one in shelf.found(roots) if folded in (one.key.casefold(), one.name.casefold())]
    keys = dict.fromkeys(one.key for one in found)
    if not found:
        raise NeedsUserError(_NO_SKILL.of(name=shown(name)), _SEE, "no_skill")
    if len(keys) > 1 and name not in keys:
        raise NeedsUserError(_SEVERAL.of(name=shown(name), keys=", ".join(keys)), _SEE, "several_skills")
    return next((one for one in found if one.key == name), found[0])


def switch(shelf: Shelf, key: str, *, enabled: bool) -> None:
    """Offer it, or do not."""

    def switched(old: Choices) -> Choices:
        off = tuple(one for one in old.off if one != key)
        return replace(old, off=off if enabled else (*off, key))

    shelf.choices.change(switched)


def trust_folder(shelf: Shelf, root: Path, digest: str) -> FolderSkills:
    """Trust the skills of a granted folder exactly as they were shown: `digest` is theirs.

    Raises:
        NeedsUserError: there are none ("no_skill"), or they are other ones now ("skill_changed").
    """
    here = next(iter(shelf.folders([root])), None)
    if here is None:
        raise NeedsUserError(_NONE_HERE.of(folder=str(root)), _LOOK_AGAIN, "no_skill")
    digests = {relative(root, one.skill.folder): _digest(shelf, one) for one in here.skills}
    if digest != here.digest or next(iter(shelf.folders([root]))).digest != digest:
        raise NeedsUserError(_OTHERS, _LOOK_AGAIN, "skill_changed")
    kept = TrustedFolder(str(root), root.stat().st_ino, {name: one for name, one in digests.items() if one})
    shelf.choices.change(lambda old: replace(old, folders=(*_without(old, root), kept)))
    return next(iter(shelf.folders([root])))


def distrust_folder(shelf: Shelf, root: Path) -> None:
    """None of its skills is used any more, and none of their scripts is approved."""

    def distrusted(old: Choices) -> Choices:
        return replace(old, folders=_without(old, root))

    shelf.choices.change(distrusted)


def is_of_folder(found: Found) -> bool:
    """Whether trust in it is given to its folder."""
    return found.where is Where.FOLDER


def _without(old: Choices, root: Path) -> tuple[TrustedFolder, ...]:
    return tuple(one for one in old.folders if one.path != str(root))


def _digest(shelf: Shelf, one: Found) -> str:
    try:
        return shelf.digests.of(one.skill.folder)
    except (ToolError, NotFoundError):
        return ""
