"""Requests about what a person oversees: permissions, what left, changes, the record, earlier versions."""

from collections.abc import Mapping

from agent.core.events import CheckpointMade, Sent
from desktop.compose.permissions import lasting, permissions, revoke
from desktop.host.front import Answerer, Front
from desktop.wire import messages as wire


class OversightRequests:
    """Answers what the person asks to see, and takes back what they do not want any more."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {
            wire.ListGrants: self.grants,
            wire.RevokeGrant: self.revoke,
            wire.ListSent: self.sent,
            wire.ListChanges: self.changes,
        }

    async def grants(self, request: wire.ListGrants) -> wire.Grants:
        """The permissions of a Session, or every lasting one."""
        if request.session:
            return wire.Grants(permissions(self._front.opened(request.session)))
        return wire.Grants(lasting(self._front.house))

    async def revoke(self, request: wire.RevokeGrant) -> wire.Done:
        """One permission less."""
        revoke(self._front.opened(request.session or request.view.session), request.view)
        return wire.Done()

    async def sent(self, request: wire.ListSent) -> wire.SentList:
        """Everything that left."""
        records = self._front.house.journal.records(request.session)
        return wire.SentList(
            tuple(
                wire.SentView(record.at, record.event.host, record.event.to, record.event.size, record.event.sources)
                for record in records
                if isinstance(record.event, Sent)
            )
        )

    async def changes(self, request: wire.ListChanges) -> wire.Changes:
        """What was changed and put back, Session by Session."""
        sessions = (request.session,) if request.session else self._front.house.journal.sessions()
        past = (self._past(session) for session in sessions)
        return wire.Changes(tuple(one for one in past if one.made))

    def _past(self, session: str) -> wire.Past:
        records = self._front.house.journal.records(session)
        made = tuple(record.event for record in records if isinstance(record.event, CheckpointMade))
        return wire.Past(self._front.view(session), made)
