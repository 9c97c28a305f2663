"""A folder elsewhere over SFTP. The key of the other computer is pinned: another one is never spoken to.

Nothing of the person's own SSH set-up is used: no agent, no ~/.ssh, no known_hosts. What is written gets its name when
it is whole; links that lead out of the folder are not followed.
"""

import asyncio
import hashlib
import stat
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from uuid import uuid4

import asyncssh

from agent.core.errors import NotFoundError, StaleError, ToolError
from agent.core.words import Words
from agent.web.faults import fault_of
from connectors.own.calling import Stop
from connectors.own.dav import LARGEST
from connectors.own.elsewhere import TOO_LARGE, Contents, There

T = TypeVar("T")
_MOST, _SECONDS = 5_000, 20
_KEY = Words("{host} refused the name, the password or the key.", "{host} が認証を受け付けませんでした。")
_OTHER = Words(
    "{host} is not the computer it was: its key has changed, and nothing was sent. Ask whoever runs it; when the new "
    "key is right, set this connector up again.",
    "{host} の鍵が以前と異なるため、接続していません。管理者に確認し、新しい鍵が正しければ、"
    "コネクタを設定し直してください。",
)
_SAID = Words("{host} answered: {said}", "{host} の応答: {said}")
_OUT = Words("{path} leads out of the folder.", "「{path}」はフォルダーの外を指しています。")
_STALE = Words("{path} is not as it was seen. Read it again.", "「{path}」は確認の後に変更されています。")
_THERE = Words("{path} is there already. Read it first to replace it.", "「{path}」は既にあります。")


@dataclass(frozen=True, slots=True)
class SftpFolder:
    """One over SFTP. `pinned` is the key of the host in OpenSSH's form; `key` the path of a private key, or ""."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    pinned: str
    key: str = ""

    def listed(self, path: str, stop: Stop) -> Sequence[There]:
        """See Elsewhere."""

        async def work(sftp: asyncssh.SFTPClient) -> Sequence[There]:
            found: list[There] = []
            async for one in sftp.scandir(await self._inside(sftp, path)):
                mode = one.attrs.permissions or 0
                if str(one.filename) in {".", ".."} or len(found) >= _MOST or stat.S_ISLNK(mode):
                    continue
                changed = datetime.fromtimestamp(one.attrs.mtime or 0, UTC).strftime("%Y-%m-%d %H:%M UTC")
                found.append(There(str(one.filename), one.attrs.size or 0, changed, stat.S_ISDIR(mode)))
            return found

        return self._run(work, stop)

    def read(self, path: str, stop: Stop) -> Contents:
        """See Elsewhere. The version is the hash of the bytes: times and sizes can stay while they change."""

        async def work(sftp: asyncssh.SFTPClient) -> Contents:
            data = await _bytes(sftp, await self._inside(sftp, path), path)
            return Contents(data, hashlib.sha256(data).hexdigest())

        return self._run(work, stop)

    def write(self, path: str, data: bytes, expects: str, stop: Stop) -> str:
        """See Elsewhere."""

        async def work(sftp: asyncssh.SFTPClient) -> str:
            folder, _, name = path.rpartition("/")
            place = f"{await self._inside(sftp, folder)}/{name}"
            part = f"{place}.{uuid4().hex[:8]}.part"
            try:
                async with sftp.open(part, "xb") as file:
                    await file.write(data)
                await self._named(sftp, part, place, path, expects)
            except BaseException:
                await _gone(sftp, part)
                raise
            return hashlib.sha256(data).hexdigest()

        return self._run(work, stop)

    async def _named(self, sftp: asyncssh.SFTPClient, part: str, place: str, path: str, expects: str) -> None:
        if not expects:
            if await sftp.lexists(place):
                raise StaleError(_THERE.of(path=path))
            await sftp.rename(part, place)  # refused when something came there meanwhile
            return
        if await sftp.islink(place):
            raise StaleError(_STALE.of(path=path))
        if hashlib.sha256(await _bytes(sftp, place, path)).hexdigest() != expects:
            raise StaleError(_STALE.of(path=path))
        await sftp.posix_rename(part, place)

    async def _inside(self, sftp: asyncssh.SFTPClient, path: str) -> str:
        """The real path of something in the folder. Raises ToolError: a link leads out of it."""
        root = str(await sftp.realpath(self.folder or "."))
        real = str(await sftp.realpath(f"{root}/{path}" if path else root))
        if real != root and not real.startswith(f"{root.rstrip('/')}/"):
            raise ToolError(_OUT.of(path=path), "outside_workspace")
        return real

    def _run(self, work: Callable[[asyncssh.SFTPClient], Awaitable[T]], stop: Stop) -> T:
        return _in_loop(lambda: self._connected(work), self.host, self.port, stop)

    async def _connected(self, work: Callable[[asyncssh.SFTPClient], Awaitable[T]]) -> T:
        try:
            keys = [asyncssh.read_private_key(self.key)] if self.key else None
        except (OSError, ValueError) as error:
            raise ToolError(_KEY.of(host=self.host), "refused_key") from error
        pinned = asyncssh.import_public_key(self.pinned)
        async with (
            asyncssh.connect(
                self.host, self.port, username=self.user, password=self.password or None, client_keys=keys,
                known_hosts=([pinned], [], []), config=None, agent_path=None, gss_host=None,
                connect_timeout=_SECONDS, login_timeout=_SECONDS,
            ) as connection,
            connection.start_sftp_client() as sftp,
        ):  # fmt: skip
            return await work(sftp)


def key_of(host: str, port: int, stop: Stop) -> tuple[str, str]:
    """The key that a computer shows now, in OpenSSH's form, and its fingerprint. Blocks. Raises ToolError."""

    async def asked() -> tuple[str, str]:
        async with asyncio.timeout(_SECONDS):
            key = await asyncssh.get_server_host_key(host, port, config=None)
        if key is None:
            raise fault_of(host, port, OSError())
        return key.export_public_key("openssh").decode().strip(), key.get_fingerprint()

    return _in_loop(asked, host, port, stop)


def _in_loop(work: Callable[[], Awaitable[T]], host: str, port: int, stop: Stop) -> T:
    """Run it in a loop of this thread's own, ended by the Stop."""

    async def stoppable() -> T:
        task = asyncio.ensure_future(work())
        loop = asyncio.get_running_loop()
        stop.leave(lambda: loop.call_soon_threadsafe(task.cancel))
        return await task

    try:
        return asyncio.run(stoppable())
    except asyncssh.HostKeyNotVerifiable as error:
        raise ToolError(_OTHER.of(host=host), "other_host") from error
    except (asyncssh.PermissionDenied, asyncssh.KeyImportError) as error:
        raise ToolError(_KEY.of(host=host), "refused_key") from error
    except asyncssh.SFTPNoSuchFile as error:
        raise NotFoundError(_SAID.of(host=host, said=error.reason)) from error
    except asyncssh.Error as error:
        raise ToolError(_SAID.of(host=host, said=" ".join(str(error.reason)[:200].split())), "bad_answer") from error
    except (OSError, TimeoutError, asyncio.CancelledError) as error:
        raise fault_of(host, port, error if isinstance(error, OSError) else OSError()) from error


async def _bytes(sftp: asyncssh.SFTPClient, place: str, path: str) -> bytes:
    async with sftp.open(place, "rb") as file:
        data = bytes(await file.read(LARGEST + 1))  # type: ignore[arg-type]  # opened for bytes
    if len(data) > LARGEST:
        raise ToolError(TOO_LARGE.of(name=path, size=LARGEST // 1024**2), "too_large")
    return data


async def _gone(sftp: asyncssh.SFTPClient, part: str) -> None:
    try:
        await sftp.remove(part)
    except (OSError, asyncssh.Error):
        return
