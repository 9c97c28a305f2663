"""Files that the person attaches to their words: what lies outside of the granted folders is granted one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.errors import NeedsUserError, OutsideWorkspaceError, UnreadableError
from agent.core.events import RootGranted
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Attaching:
    """Of one Session. `roots` are those that are granted now, `grant` grants one and gives it its name."""

    workspace: Workspace
    roots: Callable[[], Sequence[RootGranted]]
    grant: Callable[[RootGranted], RootGranted]

    def place(self, path: str) -> str:
        """The text of the Place of what was attached as `path`: an absolute path, or the text of a Place.

        Raises:
            NeedsUserError: it is not there (code "attachment_gone").
        """
        if not Path(path).is_absolute():
            return str(self.workspace.place(path))
        file = Path(path)
        if not file.exists():
            raise _gone(file)
        inside = self._inside(file)
        if inside is not None and self._is_reached(inside):
            return str(inside)
        if file.is_dir():
            return str(Place(self.grant(RootGranted("", str(file))).name, ""))
        known = next((r for r in self.roots() if r.only and Path(r.path) == file.parent), None)
        only = (*(known.only if known else ()), file.name)
        root = self.grant(RootGranted(known.name if known else "", str(file.parent), True, only))
        return str(Place(root.name, file.name))

    def _is_reached(self, place: Place) -> bool:
        """Whether the grant of the folder around it counts: keys, mounts and what links lead to are granted alone."""
        try:
            entry = self.workspace.entry(place)
            if entry is not None and entry.links > 1:
                self.workspace.snapshot(place)
        except (OutsideWorkspaceError, UnreadableError):
            return False
        return entry is None or entry.kind not in ("mount", "secret")

    def _inside(self, file: Path) -> Place | None:
        for root in self.roots():
            if file.is_relative_to(root.path):
                path = file.relative_to(root.path).as_posix()
                if not root.only or path in root.only:
                    return Place(root.name, "" if path == "." else path)
        return None


def _gone(file: Path) -> NeedsUserError:
    name = shown(file.name)
    words = Words(f"{name!r} is not there any more.", f"添付したファイル「{name}」が見つかりません。")
    return NeedsUserError(words, Words("Attach it again.", "もう一度添付してください。"), "attachment_gone")
