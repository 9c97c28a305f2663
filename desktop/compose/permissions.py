"""Standing permissions as the person sees them: which ones count, where, and how they are taken back."""

from desktop.compose.grants import Standing
from desktop.compose.house import House
from desktop.compose.opened import OpenedSession
from desktop.wire.messages import GrantView


def permissions(opened: OpenedSession) -> tuple[GrantView, ...]:
    """Those that count in an opened Session."""
    return tuple(GrantView(grant, folder) for grant, folder in opened.grants())


def lasting(house: House) -> tuple[GrantView, ...]:
    """Those that were given for always, over all folders; a pattern is relative to its folder."""
    return tuple(GrantView(one.grant, one.root) for one in house.grants.list())


def take_back(house: House, view: GrantView) -> None:
    """Take one of the lasting ones back: it counts no more, in every process.

    Raises:
        RefusedError: another process writes for longer than half a minute (code "busy").
    """
    house.grants.remove(Standing(view.folder, view.grant))
