"""What commits that were cut off prepared in the vaults and will never need."""

from contextlib import suppress
from pathlib import Path

from agent.workspace.lock import locked_everywhere
from agent.workspace.records import REVERTED, Commit, Records, Step, slots_of
from agent.workspace.steps import Hands
from agent.workspace.vaults import PREPARED, emptied, forget, prepared_for


def swept(records: Records, vault: Path) -> int:
    """Remove contents that were prepared for a commit without a record, or taken back. Returns how many files went.

    Only when nobody works anywhere; and never anything of the person's: a folder in which anything else than prepared
    contents lies is left, whatever the records say.
    """
    removed = 0
    with locked_everywhere(vault) as alone:
        if not alone:
            return 0
        states = records.states()
        for name, folder in prepared_for(vault):
            if states.get(name, REVERTED) != REVERTED:
                continue
            with suppress(FileNotFoundError):
                files = list(folder.iterdir())
                if all(file.name.endswith(PREPARED) for file in files):
                    removed += len(files)
                    for file in files:
                        file.unlink()
                    emptied(folder, folder.parent.parent)
            forget(vault, name)
    return removed


def cleared(hands: Hands, commit: Commit) -> None:
    """Remove what is left in the vault of a commit that was taken back: contents that nobody will use, and second
    names or copies of files that lie where they were.
    """
    own = commit.checkpoint.id
    for step in commit.steps:
        for path in _needless(hands, step, own):
            with suppress(OSError):
                path.unlink()
    for folder in {path.parent for step in commit.steps for path in slots_of(step)}:
        if folder.name == own:
            emptied(folder, folder.parent.parent)


def _needless(hands: Hands, step: Step, own: str) -> list[Path]:
    """Of a swap when the old file is where it was, or of a new file that did not come. Of what another commit keeps
    only a second name for a file that is in its place.
    """
    if step["do"] == "swap" and hands.identity(step["at"]) == step["was"]:
        ours = [Path(step[name]["vault"]) for name in ("old", "spare", "new") if name in step]
        twin = [Path(step["old"]["vault"])] if hands.identity(step["old"]) == step["was"] else []
        return [path for path in ours if path.parent.name == own] or twin
    where = step["from"] if step["do"] == "move" else {}
    path = Path(where["vault"]) if "vault" in where else None
    if path is None or path.parent.name != own or path.suffix != PREPARED or hands.identity(where) != step["inode"]:
        return []
    return [path]
