"""Requests about skills that are there: list, switch, read, trust; and what "/" offers."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.words import Words
from desktop.compose.member_texts import text_of
from desktop.compose.packages import Packages
from desktop.host.front import Answerer, Front
from desktop.host.package_views import member_view
from desktop.host.skill_views import prompt_views, roots_of, skills_view
from desktop.wire import messages as wire
from skills.found import Found, Sort
from skills.pieces import contents, pieces, visible
from skills.places import FILE, Where
from skills.trusting import distrust_folder, named, switch, trust_folder

_NOT_GRANTED = Words("This folder is not granted to the task.", "このフォルダーは、このタスクに許可されていません。")
_NO_FILES = Words("Nothing lies beside it.", "付属ファイルはありません。")
_READ = Words("Read its own words.", "スキルの本文をご覧ください。")
_GRANT = Words("Hand it over first.", "先にフォルダーを許可してください。")


class SkillRequests:
    """Answers what is about skills. Files are read in threads."""

    def __init__(self, front: Front, packages: Packages) -> None:
        self._front, self._packages = front, packages

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {
            wire.ListSkills: self.list,
            wire.SwitchSkill: self.switch,
            wire.ReadSkill: self.read,
            wire.ReadSkillFile: self.read_file,
            wire.TrustFolder: self.trust,
            wire.ListPrompts: self.prompts,
        }

    async def list(self, request: wire.ListSkills) -> wire.SkillsView:
        """All of them."""
        return await asyncio.to_thread(skills_view, self._front, self._packages, request.session)

    async def switch(self, request: wire.SwitchSkill) -> wire.SkillsView:
        """Offer one, or do not."""
        shelf = self._front.house.skilled.shelf
        roots = roots_of(self._front, request.session)
        return await self._changed(
            request.session,
            lambda: switch(shelf, named(shelf, request.key, roots).key, enabled=request.enabled),
        )

    async def trust(self, request: wire.TrustFolder) -> wire.SkillsView:
        """Trust the skills of a granted folder as they were shown, or no longer."""
        shelf, root = self._front.house.skilled.shelf, Path(request.path)
        if root not in roots_of(self._front, request.session):
            raise NeedsUserError(_NOT_GRANTED, _GRANT, "not_granted")

        def change() -> None:
            if request.trusted:
                trust_folder(shelf, root, request.digest)
            else:
                distrust_folder(shelf, root)

        return await self._changed(request.session, change)

    async def read(self, request: wire.ReadSkill) -> wire.SkillText:
        """Its words, with what cannot be seen made visible."""
        shelf, roots = self._front.house.skilled.shelf, roots_of(self._front, request.session)
        found = await asyncio.to_thread(named, shelf, request.key, roots)
        return await asyncio.to_thread(_words_of, found)

    async def read_file(self, request: wire.ReadSkillFile) -> wire.MemberText:
        """A file beside it. Raises NeedsUserError ("no_member")."""
        shelf, roots = self._front.house.skilled.shelf, roots_of(self._front, request.session)
        found = await asyncio.to_thread(named, shelf, request.key, roots)
        if found.where is Where.BUILT_IN or found.sort is not Sort.SKILL:
            raise NeedsUserError(_NO_FILES, _READ, "no_member")
        return member_view(await asyncio.to_thread(text_of, found.skill.folder, request.name))

    async def prompts(self, request: wire.ListPrompts) -> wire.Prompts:
        """What can be started with "/" """
        shelf, roots = self._front.house.skilled.shelf, roots_of(self._front, request.session)
        found = await asyncio.to_thread(shelf.found, roots)
        return wire.Prompts(prompt_views(found, self._front.language))

    async def _changed(self, session: str, change: Callable[[], object]) -> wire.SkillsView:
        await asyncio.to_thread(change)
        return await asyncio.to_thread(skills_view, self._front, self._packages, session)


def _words_of(found: Found) -> wire.SkillText:
    if found.where is Where.BUILT_IN or found.sort is not Sort.SKILL:
        return wire.SkillText(found.key, visible(found.skill.body)[0])
    text = contents(found.skill.folder, FILE).decode("utf-8", "replace")
    files = tuple(piece.name for piece in pieces(found.skill.folder) if piece.name != FILE)
    return wire.SkillText(found.key, visible(text)[0], files)
