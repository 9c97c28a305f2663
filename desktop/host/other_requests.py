"""Requests about settings and previews, and the greeting."""

import asyncio
from collections.abc import Mapping

from agent.core.errors import NeedsUserError
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.core.words import Words
from desktop.compose.listing import line_of
from desktop.compose.opened import OpenedSession
from desktop.compose.previews import Previews
from desktop.compose.sample import make_sample
from desktop.host.configured import models_view
from desktop.host.front import Answerer, Front
from desktop.host.views import recipe_views
from desktop.wire import messages as wire

VERSION = "0.1.0"
_NOT_OPEN = Words("This question is no longer open.", "この確認への回答は、すでに締め切られています。")
_SEE_CHANGES = Words("Look at the list of changes.", "変更の一覧をご確認ください。")


class OtherRequests:
    """Answers what is not about the course of one Session."""

    def __init__(self, front: Front, notes: tuple[Words, ...]) -> None:
        self._front = front
        self._notes = notes

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {
            wire.Hello: self.hello,
            wire.SetPreferences: self.keep_preferences,
            wire.MakeSample: self.sample,
            wire.PreviewRow: self.preview_row,
            wire.PreviewFile: self.preview_file,
            wire.PreviewChange: self.preview_change,
        }

    async def hello(self, request: wire.Hello) -> wire.Welcome:
        """Everything that the window shows first."""
        front = self._front
        front.language = request.language
        for session in front.house.journal.sessions():
            if line_of(front.house.journal, session)[0].turn is not None:
                front.opened(session)  # opening ends what a crash left open
        views = tuple(front.view(session) for session in front.house.journal.sessions())
        return wire.Welcome(
            version=VERSION,
            home=str(front.house.home.folder),
            sessions=views,
            models=(await asyncio.to_thread(models_view, front.house, request.language)).models,
            recipes=recipe_views(request.language),
            preferences=front.house.preferences.read(),
            notes=tuple(note.text(request.language) for note in self._notes),
        )

    async def keep_preferences(self, request: wire.SetPreferences) -> wire.Done:
        """Keep the person's settings."""
        self._front.house.preferences.write(request.preferences)
        return wire.Done()

    async def sample(self, request: wire.MakeSample) -> wire.SessionView:
        """A folder with sample files, and a Session over it."""
        front = self._front
        folder = await asyncio.to_thread(make_sample, front.house.home.samples, request.language)
        opened = front.house.new_session((RootGranted("", str(folder)),), front.told, front.language)
        front.add(opened)
        return front.view(opened.session.id)

    async def preview_row(self, request: wire.PreviewRow) -> wire.Preview:
        """What one row of the waiting Question would change."""
        opened = self._front.opened(request.session)
        proposed = opened.proposed.get(request.question)
        if proposed is None or not 0 <= request.index < len(proposed.changes):
            raise NeedsUserError(_NOT_OPEN, _SEE_CHANGES, "late")
        return await asyncio.to_thread(self._previews(opened).change, proposed.changes[request.index], request.look)

    async def preview_file(self, request: wire.PreviewFile) -> wire.Preview:
        """A file as it is now."""
        opened = self._front.opened(request.session)
        place = opened.workspace.place(request.place)
        return await asyncio.to_thread(self._previews(opened).file, place, request.look)

    async def preview_change(self, request: wire.PreviewChange) -> wire.Preview:
        """What a Checkpoint did in one place."""
        opened = self._front.opened(request.session)
        place: Place = opened.workspace.place(request.place)
        before, after = await asyncio.to_thread(opened.ledger.contents, request.checkpoint, request.place)
        if before is None and after is None:  # only its name changed: what it holds is in the file itself
            named = (
                c for made in opened.session.state.checkpoints for c in made.changed if made.id == request.checkpoint
            )
            now = next((one.to for one in named if one.place == request.place and one.to), request.place)
            return await asyncio.to_thread(self._previews(opened).file, opened.workspace.place(now), request.look)
        return await asyncio.to_thread(self._previews(opened).between, before, after, place.name, request.look)

    def _previews(self, opened: OpenedSession) -> Previews:
        return Previews(opened.workspace, self._front.house.documents, self._front.language)
