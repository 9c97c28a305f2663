"""A git repository's files at one commit, with every way closed in which a repository runs code of its own.

Nothing is checked out: the commit is fetched into a bare repository of ours without a template, and its tree comes as a
TAR that is read as hostile. So no hook, no filter (LFS), no submodule and no link of it has an effect. Git itself reads
no settings but ours, asks for nothing, follows no redirect, and connects to the address that was checked.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from agent.core.errors import NeedsUserError
from agent.core.words import Words
from agent.packages.archive import unpack
from agent.packages.bounds import BOUNDS, Bounds
from agent.packages.origins import Origin
from agent.web.addresses import Reachable

SECONDS = 180.0
_LOOK = 0.05
_CLOSED = (
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.sshCommand=false", "core.gitProxy=", "core.askPass=",
    "core.attributesFile=/dev/null", "core.alternateRefsCommand=", "credential.helper=",
    "http.followRedirects=false", "http.proxy=", "http.sslVerify=true", "fetch.fsckObjects=true",
    "fetch.recurseSubmodules=false", "submodule.recurse=false", "protocol.allow=never", "protocol.ext.allow=never",
    "gc.auto=0", "maintenance.auto=false", "filter.lfs.smudge=", "filter.lfs.process=", "filter.lfs.required=false",
)  # fmt: skip
# The files as they are: these count before what the repository says of itself, which could hide some and write others.
_ATTRIBUTES = "* -text -ident -export-ignore -export-subst !eol !filter !working-tree-encoding\n"
_ABSENT = Words("Git is not installed, and this package lies in a git repository.",
                "このパッケージは git リポジトリにありますが、git がインストールされていません。")  # fmt: skip
_INSTALL = Words("Install git, or download the package as an archive.",
                 "git をインストールするか、アーカイブとしてダウンロードしてください。")  # fmt: skip
_FAILED = Words("{place} could not be fetched: {why}", "{place} を取得できませんでした。{why}")
_CHECK = Words("Check the address, the branch or the commit.", "アドレス、ブランチ、コミットをご確認ください。")
_OTHER = Words("it gave another commit than the one that was asked for.", "指定と異なるコミットが返されました。")
_SLOW = Words("it took more than {seconds} {seconds:second|seconds}.", "{seconds} 秒以上かかりました。")
_LARGE = Words("it is larger than {size} MB.", "{size} MB を超えています。")


@dataclass(frozen=True, slots=True)
class Git:
    """The person's git. `program` is where it lies, "" when there is none; `authorities` is a file with certificates
    that are believed instead of the system's, "" for those of the system.
    """

    program: str
    reachable: Reachable
    authorities: str = ""
    bounds: Bounds = BOUNDS
    seconds: float = SECONDS

    def fetch(self, origin: Origin, into: Path) -> str:
        """The files of `origin` into the new folder `into`; returns the commit. Blocks.

        Raises:
            NeedsUserError: "no_git", "not_fetched", "hostile_package".
        """
        if not self.program:
            raise NeedsUserError(_ABSENT, _INSTALL, "no_git")
        with tempfile.TemporaryDirectory(dir=into.parent) as folder:
            run = _Run(self, origin, Path(folder))
            run.git(["init", "--quiet", "--bare", "--template=", "--initial-branch=none", str(run.bare)])
            (run.bare / "info").mkdir()
            (run.bare / "info" / "attributes").write_text(_ATTRIBUTES)
            wanted = origin.sha or origin.ref or "HEAD"
            run.git(
                ["fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--", origin.place, wanted],
                self._pinned(origin),
            )
            commit = run.git(["rev-parse", "--verify", "FETCH_HEAD^{commit}"]).strip()
            if origin.sha and commit != origin.sha:
                raise run.failed(_OTHER)
            with (Path(folder) / "tree.tar").open("w+b") as tree:
                run.git(["archive", "--format=tar", f"{commit}:{origin.path}" if origin.path else commit], out=tree)
                unpack(tree, into, self.bounds)
        return commit

    def _pinned(self, origin: Origin) -> tuple[str, ...]:
        """Settings that let git speak with this one place. Raises ToolError for an address that may not be reached."""
        if origin.place.startswith("file://"):
            return ("protocol.file.allow=always",)
        address = self.reachable.address(origin.place)
        numbers = ",".join(f"[{number}]" if ":" in number else number for number in self.reachable.numbers(address))
        trusted = (f"http.sslCAInfo={self.authorities}",) if self.authorities else ()
        return ("protocol.https.allow=always", f"http.curloptResolve={address.host}:{address.port}:{numbers}", *trusted)


def found_git(reachable: Reachable) -> Git:
    """The git of this computer."""
    return Git(shutil.which("git") or "", reachable)


class _Run:
    """Calls of git in one temporary folder."""

    def __init__(self, git: Git, origin: Origin, folder: Path) -> None:
        self._git, self._origin, self._folder = git, origin, folder
        self._end = time.monotonic() + git.seconds
        self.bare = folder / "bare.git"

    def git(self, words: Sequence[str], settings: Sequence[str] = (), out: BinaryIO | None = None) -> str:
        """Run it to its end and return what it printed. Raises NeedsUserError ("not_fetched")."""
        given = [part for one in (*_CLOSED, *settings) for part in ("-c", one)]
        place = [] if words[0] == "init" else [f"--git-dir={self.bare}"]
        with tempfile.TemporaryFile(dir=self._folder) as told, tempfile.TemporaryFile(dir=self._folder) as wrong:
            process = subprocess.Popen(
                [self._git.program, *given, *place, *words], cwd=self._folder, env=self._environment(),
                stdin=subprocess.DEVNULL, stdout=out or told, stderr=wrong, start_new_session=True,
            )  # fmt: skip
            try:
                self._wait(process)
            finally:
                _end(process)
            if process.returncode:
                raise self.failed(_last(wrong))
            told.seek(0)
            return told.read(10_000).decode("utf-8", "replace")

    def failed(self, why: Words) -> NeedsUserError:
        """The error that says why."""
        return NeedsUserError(_FAILED.of(place=self._origin.place, why=why), _CHECK, "not_fetched")

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        limit = self._git.bounds.size
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK)
                return
            if time.monotonic() > self._end:
                raise self.failed(_SLOW.of(seconds=round(self._git.seconds)))
            if _size(self._folder) > limit:
                raise self.failed(_LARGE.of(size=limit // 1024**2))

    def _environment(self) -> Mapping[str, str]:
        """Nothing of the person's: no settings, no keys, no proxy, no agent; names of programs and the language."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
        return {
            **kept, "HOME": str(self._folder), "XDG_CONFIG_HOME": str(self._folder), "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_LFS_SKIP_SMUDGE": "1",
            "GIT_CEILING_DIRECTORIES": str(self._folder.parent), "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1",
        }  # fmt: skip


def _last(wrong: BinaryIO) -> Words:
    """The last line that git said, for the person; it speaks English."""
    wrong.seek(0)
    lines = wrong.read(20_000).decode("utf-8", "replace").strip().splitlines() or ["?"]
    line = "".join(letter for letter in lines[-1][:300] if letter.isprintable())
    return Words(line, line)


def _size(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.lstat().st_size
        except OSError:
            continue
    return size


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, 9)  # its helpers too: they are of one session
        process.wait()
