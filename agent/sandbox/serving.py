"""`agent.core.serving.StdioServers` over the Confinement of this computer: found, given its own folder, confined."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Bounds, Confinement, Launch, Offer, Profile
from agent.core.serving import StdioServer
from agent.core.words import Words, joined
from agent.sandbox.commands import Found, find

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BAD_NAME = Words("{name!r} is no name for a server.", "「{name}」はサーバー名に使用できません。")
_EMPTY = Words("The server {name!r} has no command.", "サーバー「{name}」に起動コマンドがありません。")
# What V8 (Node) and runtimes of WebAssembly reserve and never use.
_ADDRESSES = 128 * 1024**3
_DISK = 2 * 1024**3
# Elsewhere they are there anyway: what interprets scripts, and what programs start others by.
_TOOLS = (Path("/bin"), Path("/usr/bin")) if sys.platform == "darwin" else ()
_BINS = ["/usr/bin", "/bin"]
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TZ")
_CLOSED = Words(
    "{name} sees its own installation and one folder of its own, none of your files, and has no network ({by}).",
    "{name} が使用できるのは自身のインストール先と専用フォルダーだけです。"
    "ユーザーのファイルは読み取れず、ネットワークにも接続できません（{by}）。",
)
_OPEN = Words(
    "{name} sees its own installation and one folder of its own, none of your files. It may connect to any address, on "
    "the internet, in your own network and on this computer; what it sends is not recorded ({by}).",
    "{name} が使用できるのは自身のインストール先と専用フォルダーだけで、ユーザーのファイルは読み取れません。"
    "インターネット、社内ネットワーク、このコンピューターのどこにでも接続でき、送信内容は記録されません（{by}）。",
)
_NOT_THIS_COMPUTER = Words(
    "{name} sees its own installation and one folder of its own, none of your files. It may connect to any address on "
    "the internet and in your own network, not to this computer; what it sends is not recorded ({by}).",
    "{name} が使用できるのは自身のインストール先と専用フォルダーだけで、ユーザーのファイルは読み取れません。"
    "インターネットと社内ネットワークに接続できますが、このコンピューターには接続できません。送信内容は記録されません（{by}）。",
)
_SEEN = Words(
    "Without namespaces it can see that a file exists, not what is in it.",
    "名前空間を使用できない環境では、ファイルの有無は確認できますが、内容は読み取れません。",
)


class LocalServers:
    """Stdio servers of this computer. `base` is a folder of Deskhand's own below which each has one; `search` is the
    PATH in which programs are looked for, the host's without it.
    """

    def __init__(self, confinement: Confinement, base: Path, search: str | None = None) -> None:
        self._confinement, self._base, self._search = confinement, base, search

    def launch(self, server: StdioServer) -> Launch:
        """See StdioServers. Raises OSError too: its folder cannot be made."""
        if not _NAME.fullmatch(server.name):
            raise ToolError(_BAD_NAME.of(name=server.name), "bad_server")
        if not server.command:
            raise ToolError(_EMPTY.of(name=server.name), "bad_server")
        program, *arguments = server.command
        found = find(program, self._search)
        folder = self._base / server.name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        reads = tuple(path for path in dict.fromkeys((*found.reads, *_TOOLS, *server.reads)) if path.exists())
        bounds = Bounds(memory=server.memory, disk=_DISK, addresses=_ADDRESSES)
        env = {**environment(found, folder, os.environ), **server.env}
        profile = Profile(reads, (folder,), processes=True, network=server.network, env=env, bounds=bounds)
        return self._confinement.launch((str(found.program), *arguments), profile, folder)

    def means(self, server: StdioServer) -> Words:
        """See StdioServers."""
        return meaning(server, self._confinement.offer())


def meaning(server: StdioServer, offer: Offer, platform: str = sys.platform) -> Words:
    """What a server can do where this is offered; what is missing, when it cannot be started."""
    if not offer.there:
        return offer.missing
    allowed = _NOT_THIS_COMPUTER if platform == "win32" else _OPEN
    said = (allowed if server.network else _CLOSED).of(name=server.name, by=offer.by)
    # Without namespaces the files of others have their names there.
    return joined(said, _SEEN) if platform == "linux" and not offer.by.startswith("bubblewrap") else said


def environment(found: Found, folder: Path, host: Mapping[str, str]) -> Mapping[str, str]:
    """Made from nothing: where programs of its installation are, its own folder as home, its language."""
    system = [str(Path(host.get("SYSTEMROOT", "C:/Windows")) / "System32")] if sys.platform == "win32" else _BINS
    made = {
        "PATH": os.pathsep.join([*map(str, found.folders), *system]),
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONUNBUFFERED": "1",
    }
    return made | {name: host[name] for name in _KEPT if name in host}
