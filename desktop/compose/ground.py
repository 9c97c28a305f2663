"""What the gate of an opened Session judges by: what it knows of the Session, and what lies in its folders."""

import itertools
from dataclasses import dataclass

from agent.core.actions import Effect, Grant
from agent.core.errors import NeedsUserError, ToolError
from agent.core.messages import UserMessage
from agent.core.paths import Place
from agent.core.ports import Entry
from agent.policy.facts import Facts
from agent.policy.grants import rooted
from agent.session.state import SessionState
from agent.workspace.workspace import Workspace
from desktop.compose.grants import GrantStore, here

MOST_ENTRIES = 20_000
RECENT = 20
_OUTWARD = (Effect.SEND, Effect.CONNECT, Effect.EXECUTE)


def facts_of(state: SessionState, always: GrantStore) -> Facts:
    """What policy may know of a Session in this state, with the permissions that outlive it."""
    said_by_person = [message for message in state.history if isinstance(message, UserMessage)]
    attached = tuple(name for message in said_by_person for name in message.attachments)
    done = [c for c in state.checkpoints if not c.undone and c.id not in state.undos][-RECENT:]
    moved = tuple(changed.to for one in done for changed in one.changed if changed.kind == "move")
    return Facts(
        state.mode,
        tuple(dict.fromkeys((*state.grants, *here(always.list(), state.roots)))),
        state.made,
        state.said,
        state.sources,
        state.declared,
        attached,
        moved,
    )


def folder_of(grant: Grant, state: SessionState) -> str:
    """The path of the folder that a permission is about; "" for what leaves this computer."""
    if grant.effect in _OUTWARD:
        return ""
    return next((root.path for root in state.roots if root.name == rooted(grant.pattern)[0]), "")


@dataclass(frozen=True, slots=True)
class Below:
    """What lies at a place, and for a folder everything in it; () for what cannot be seen."""

    workspace: Workspace

    def __call__(self, place: Place) -> tuple[Entry, ...]:
        """Up to MOST_ENTRIES."""
        try:
            entry = self.workspace.entry(place)
            if entry is None or entry.kind != "folder":
                return () if entry is None else (entry,)
            return (entry, *itertools.islice(self.workspace.walk(place, hidden=True), MOST_ENTRIES))
        except (ToolError, NeedsUserError):
            return ()


def all_entries(workspace: Workspace) -> tuple[Entry, ...]:
    """What lies in the folders, up to MOST_ENTRIES. Blocks."""
    found = (entry for root in workspace.roots() for entry in workspace.walk(root))
    return tuple(itertools.islice(found, MOST_ENTRIES))
