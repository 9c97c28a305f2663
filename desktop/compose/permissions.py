"""Standing permissions as the person sees them: which ones count, where, and how they are taken back."""

from agent.core.events import GrantRevoked
from desktop.compose.house import House
from desktop.compose.opened import OpenedSession
from desktop.wire.messages import GrantView


def permissions(opened: OpenedSession) -> tuple[GrantView, ...]:
    """Those that count in an opened Session."""
    return tuple(GrantView(grant, session=opened.session.id) for grant in opened.session.state.grants)


def lasting(house: House) -> tuple[GrantView, ...]:
    """Those that were given for always, over all Sessions of the list."""
    found: list[GrantView] = []
    for session in house.journal.sessions():
        state, _ = house.state(session)
        folder = next((root.path for root in state.roots), "")
        found += [GrantView(grant, folder, session) for grant in state.grants if grant.lifetime == "always"]
    return tuple(found)


def revoke(opened: OpenedSession, view: GrantView) -> None:
    """Take one back: the next call already asks again."""
    opened.session.emit(GrantRevoked(view.grant))
