"""Rules of a grant: what a new Root is called, and that it is none of Deskhand's own folders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.workspace.identities import Identity, identity_at, way_to
from agent.workspace.roots import Root, is_ours

_OURS = Words(
    "Deskhand keeps its own records in {name!r}, so that folder is never shared.",
    "「{name}」は Deskhand が自身の記録に使用しているため、追加できません。",
)
_OTHER = Words("Choose another folder.", "別のフォルダーを選んでください。")


@dataclass(frozen=True, slots=True)
class OwnFolders:
    """Folders of Deskhand itself that are never shared and never reached, but for those `apart` in them.

    `images` hold before-images: a name there is one that Deskhand gave to a file of the person's.
    """

    closed: tuple[Path, ...] = ()
    apart: tuple[Path, ...] = ()
    images: tuple[Path, ...] = ()

    def kept_out(self, root: Root) -> Root:
        """The Root without what is ours in it.

        Raises:
            NeedsUserError: it lies in one of the folders (code "own_folder").
        """
        above, closed = way_to(root.path), _identities(self.closed)
        if any(map(is_ours, root.path.parts)) or (closed & above and not _identities(self.apart) & above):
            raise NeedsUserError(_OURS.of(name=shown(root.path.name)), _OTHER, "own_folder")
        return replace(root, closed=frozenset() if closed & above else frozenset(self.below((root.device, root.inode))))

    def below(self, folder: Identity) -> set[Identity]:
        """Those of the closed folders that lie in the folder, or are it."""
        ways = {identity_at(path): way_to(path) for path in self.closed}
        return {one for one, way in ways.items() if one is not None and folder in way}


NO_FOLDERS = OwnFolders()


def _identities(folders: Sequence[Path]) -> frozenset[Identity]:
    return frozenset(one for one in map(identity_at, folders) if one is not None)


def free_name(roots: Mapping[str, Root], root: Root, used: Mapping[str, str]) -> str:
    """ "" for the first Root; else the folder's name, with a number when it is taken, or was another folder's."""
    for name, known in roots.items():
        same = (known.device, known.inode) == (root.device, root.inode)
        if same and bool(known.granted.only) == bool(root.granted.only):
            return name
    before = [name for name, path in used.items() if path == str(root.path) and name not in roots]
    if before:
        return before[0]
    if not roots and "" not in used:
        return ""
    base = "".join(c for c in root.path.name if c not in ":/\\").strip() or "Folder"
    base = base if len(base) > 1 else f"{base} folder"
    number, name = 1, base
    while name in roots or name in used:
        number += 1
        name = f"{base} {number}"
    return name
