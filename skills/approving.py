"""Whether scripts of a skill may run: only those bytes that the person approved, from a copy that nobody changes."""

import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.words import Words
from skills.choices import ChoiceFile, Choices
from skills.digests import Digests
from skills.found import Found
from skills.pieces import contents, digest_of, pieces, scripts_of
from skills.places import Where

_MOVED = Words(
    "The files of the skill {name} were changed while they were looked at. Nothing was run.",
    "スキル「{name}」のファイルが確認中に変更されたため、実行していません。",
)


@dataclass(frozen=True, slots=True)
class Approvals:
    """`copies` is the folder of the copies that run, each named by its digest."""

    choices: ChoiceFile
    digests: Digests
    copies: Path

    def digest(self, found: Found) -> str:
        """What an approval of this skill would be bound to. Raises ToolError (code "too_large")."""
        return self.digests.of(found.skill.folder)

    def given(self, found: Found) -> bool:
        """Whether the person approved its files as they are now. What was installed was approved with all its files."""
        if found.where in (Where.BUILT_IN, Where.PACK):
            return True
        kept = self.choices.read().scripts.get(found.key, "")
        try:
            return bool(kept) and kept == self.digest(found)
        except ToolError:
            return False

    def give(self, found: Found, digest: str) -> None:
        """The person approved these bytes."""
        self.choices.change(lambda old: replace(old, scripts={**old.scripts, found.key: digest}))

    def take(self, found: Found) -> None:
        """Not any more; the copy goes too."""
        before = self.choices.read().scripts.get(found.key, "")

        def without(old: Choices) -> Choices:
            return replace(old, scripts={key: one for key, one in old.scripts.items() if key != found.key})

        self.choices.change(without)
        if before and before.isalnum():
            shutil.rmtree(self.copies / before, ignore_errors=True)

    def copy(self, found: Found) -> Path:
        """A folder with exactly the approved bytes: it is made once, looked at again each time, and nobody's to change.

        Raises:
            ToolError: they are other ones now (code "skill_changed").
        """
        if found.where in (Where.BUILT_IN, Where.PACK):
            return found.skill.folder
        wanted = self.choices.read().scripts.get(found.key, "")
        place = self.copies / wanted
        if wanted and place.is_dir() and digest_of(place, pieces(place)) == wanted:
            return place
        draft = self.copies / f"{wanted}.{os.getpid()}.new"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            _copied(found.skill.folder, draft)
            if not wanted or digest_of(draft, pieces(draft)) != wanted:
                raise ToolError(_MOVED.of(name=found.key), "skill_changed")
            shutil.rmtree(place, ignore_errors=True)
            draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return place


def _copied(folder: Path, draft: Path) -> None:
    """Files without their rights to run; links as they are, because the digest knows them. They are never followed."""
    draft.mkdir(parents=True, mode=0o700)
    for piece in pieces(folder):
        target = draft / piece.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if piece.link:
            with contextlib.suppress(OSError):
                target.symlink_to(piece.link)
        else:
            target.write_bytes(contents(folder, piece.name))


def python_scripts(found: Found) -> Sequence[str]:
    """Those that can be run: the sandbox runs Python."""
    return [name for name in scripts_of(pieces(found.skill.folder)) if name.endswith(".py")]
