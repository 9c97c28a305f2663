"""The folders of a record: whether what lies at their paths now is still what was changed."""

from collections.abc import Mapping
from dataclasses import replace

from agent.core.errors import RefusedError
from agent.core.paths import shown
from agent.core.words import Words
from agent.workspace.records import Commit, Step
from agent.workspace.roots import Root

_OTHER = Words(
    "The folder at {path!r} is another one than the one that was changed.",
    "「{path}」にあるフォルダーは、変更したときのものとは別のフォルダーです。",
)


def identities(roots: Mapping[str, Root]) -> dict[str, tuple[int, int]]:
    """What a record keeps of them beside their paths."""
    return {name: (root.device, root.inode) for name, root in roots.items()}


def settled(commit: Commit, roots: Mapping[str, Root]) -> Commit:
    """The record as it holds for `roots` now: a disk may have another number since it was plugged in again.

    Raises:
        RefusedError: one of them is another folder than then (code "other_folder").
    """
    numbers: dict[int, int] = {}
    for name, root in roots.items():
        device, inode = commit.identities.get(name, (root.device, root.inode))
        if str(root.path) != commit.roots[name] or inode != root.inode:
            raise RefusedError(_OTHER.of(path=shown(commit.roots[name])), "other_folder")
        numbers[device] = root.device
    if all(then == now for then, now in numbers.items()):
        return commit
    return replace(commit, steps=tuple(_renumbered(step, numbers) for step in commit.steps))


def _renumbered(step: Step, numbers: Mapping[int, int]) -> Step:
    ours = {key: step[key] for key in ("inode", "was") if step.get(key)}
    return {**step, **{key: [numbers.get(device, device), inode] for key, (device, inode) in ours.items()}}
