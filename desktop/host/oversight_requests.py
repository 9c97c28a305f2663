"""Requests about what a person oversees: permissions, what left, changes, the record, earlier versions."""

import asyncio
from collections.abc import Mapping

from agent.core.events import CheckpointMade, Sent
from agent.session.delegation.envelope import counted
from agent.workspace.trash import system_trash
from desktop.compose.permissions import lasting, permissions, take_back
from desktop.compose.versions import Attic
from desktop.host.front import Answerer, Front
from desktop.wire import messages as wire


class OversightRequests:
    """Answers what the person asks to see, and takes back what they do not want any more."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._attic = Attic(front.house)

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {
            wire.ListGrants: self.grants,
            wire.RevokeGrant: self.revoke,
            wire.ListSent: self.sent,
            wire.ListChanges: self.changes,
            wire.ListVersions: self.versions,
            wire.SetRetention: self.rule,
            wire.PurgeVersions: self.purge,
        }

    async def grants(self, request: wire.ListGrants) -> wire.Grants:
        """The permissions of a Session, or every lasting one."""
        if request.session:
            return wire.Grants(permissions(self._front.opened(request.session)))
        return wire.Grants(lasting(self._front.house))

    async def revoke(self, request: wire.RevokeGrant) -> wire.Done:
        """One permission less."""
        if request.session:
            self._front.opened(request.session).revoke_grant(request.view.grant)
        else:
            await asyncio.to_thread(take_back, self._front.house, request.view)
        return wire.Done()

    async def sent(self, request: wire.ListSent) -> wire.SentList:
        """Everything that left."""
        records = self._front.house.journal.records(request.session)
        told = ((record.at, counted(record.event)) for record in records)
        return wire.SentList(
            tuple(
                wire.SentView(at, event.host, event.to, event.size, event.sources)
                for at, event in told
                if isinstance(event, Sent)
            )
        )

    async def changes(self, request: wire.ListChanges) -> wire.Changes:
        """What was changed and put back, Session by Session."""
        sessions = (request.session,) if request.session else self._front.house.journal.sessions()
        gone = await asyncio.to_thread(self._attic.purged)
        past = (self._past(session, gone) for session in sessions)
        return wire.Changes(tuple(one for one in past if one.made))

    async def versions(self, _: wire.ListVersions) -> wire.Versions:
        """What is kept for undo."""
        return await asyncio.to_thread(self._attic.versions, self._front.here())

    async def rule(self, request: wire.SetRetention) -> wire.Versions:
        """Other rules, and what they make due."""
        await asyncio.to_thread(self._attic.rule, request.days, request.percent)
        return await asyncio.to_thread(self._attic.versions, self._front.here())

    async def purge(self, request: wire.PurgeVersions) -> wire.Versions:
        """Earlier versions go to the trash; the person was asked."""
        here, language = self._front.here(), self._front.language
        told = await asyncio.to_thread(self._attic.purge, request.checkpoints, here, system_trash(), language)
        return await asyncio.to_thread(self._attic.versions, here, told)

    def _past(self, session: str, gone: frozenset[str]) -> wire.Past:
        records = self._front.house.journal.records(session)
        made = tuple(record.event for record in records if isinstance(record.event, CheckpointMade))
        purged = tuple(event.checkpoint.id for event in made if event.checkpoint.id in gone)
        return wire.Past(self._front.view(session), made, purged)
