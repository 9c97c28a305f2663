"""Places below a Root that no Change may touch, whatever it would do there."""

from agent.core.errors import RefusedError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.contents import away
from agent.workspace.mounts import mounts_in
from agent.workspace.roots import mount
from agent.workspace.secret_places import is_secret, secret, secrets_in
from agent.workspace.workspace import Workspace

_HOLDS_MOUNT = Words(
    "Another disk or folder is mounted in {name!r}, so it is neither moved nor deleted.",
    "「{name}」の中に別のディスクかフォルダーがマウントされているため、移動も削除もできません。",
)
_HOLDS_PLACEHOLDER = Words(
    "Files in {name!r} are in the cloud only, so the folder is neither moved nor deleted. They have to be downloaded "
    "first.",
    "「{name}」の中にクラウドだけにあるファイルがあるため、フォルダーの移動も削除もできません。"
    "先にダウンロードしてください。",
)
_HOLDS_OURS = Words(
    "Deskhand keeps its own records in {name!r}, so the folder is neither moved nor deleted.",
    "「{name}」の中に Deskhand 自身の記録があるため、フォルダーの移動も削除もできません。",
)


def unobstructed(workspace: Workspace, place: Place, *, new: bool) -> None:
    """Nothing of another disk, of the cloud, of Deskhand or with keys is at the place or, for a folder, below it.

    Raises:
        OutsideWorkspaceError (codes "secret_place", "mount"), UnreadableError (code "placeholder"),
        RefusedError (codes "mount", "placeholder", "own_folder"): what is in the way.
    """
    if is_secret(workspace.root(place), place.path):
        raise secret(place)
    if new:
        return
    entry = workspace.found(place)
    match entry.kind if entry is not None else "":
        case "mount":
            raise mount(place.name)
        case "placeholder":
            raise away(place)
        case "folder" | "locked":
            _whole(workspace, place)


def _whole(workspace: Workspace, folder: Place) -> None:
    """A folder takes with it what is below it."""
    name = shown(str(folder))
    if workspace.holds_ours(folder):
        raise RefusedError(_HOLDS_OURS.of(name=name), "own_folder")
    for path in secrets_in(folder.name):
        inside = workspace.true(folder.child(path))
        if is_secret(workspace.root(inside), inside.path) and workspace.is_there(inside):
            raise secret(inside)
    mounted = mounts_in(workspace.root(folder).path / folder.path)
    if mounted is None:  # a system without a table of its mounts; these have clouds
        kinds = {entry.kind for entry in workspace.walk(folder, hidden=True)}
        mounted = "mount" in kinds
        if "placeholder" in kinds:
            raise RefusedError(_HOLDS_PLACEHOLDER.of(name=name), "placeholder")
    if mounted:
        raise RefusedError(_HOLDS_MOUNT.of(name=name), "mount")
