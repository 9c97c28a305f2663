"""LibreOffice, where the person has it: what an Office document looks like on paper, as a PDF.

It is a process of its own with a profile of its own, so it neither sees nor changes the person's settings. It runs no
macro, updates no link, and its only proxy is a port where nobody answers; besides, `agent.documents.printing` gives it
no document that would fetch something.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from agent.documents.stops import MEMORY

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_SWITCHES = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
# LibreOffice's own names of settings (registry schema org.openoffice.*): path, name, value.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_VARIABLES = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "WINDIR",
              "FONTCONFIG_PATH")  # fmt: skip
_KEPT = 8
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


def found_program() -> Path | None:
    """Where LibreOffice is installed, or None."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(named) if named else next((Path(one) for one in _PLACES if Path(one).is_file()), None)


class OfficeProgram:
    """Prints Office documents to PDF, one at a time. The newest PDFs are kept as long as it is open."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._printed: dict[str, Path | None] = {}
        self._running: subprocess.Popen[bytes] | None = None

    def printed(self, source: Path, seconds: float) -> Path | None:
        """The PDF of a document; None when it did not become one within `seconds`."""
        digest = hashlib.sha256(source.suffix.encode() + source.read_bytes()).hexdigest()
        with self._lock:
            if digest not in self._printed:
                self._printed[digest] = self._made(source, digest, seconds)
                for old in list(self._printed)[:-_KEPT]:
                    self._forget(old)
            return self._printed[digest]

    def close(self) -> None:
        """Stop it and remove what it made."""
        if self._running is not None:
            _ended(self._running)
        with self._lock:
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None
            self._printed.clear()

    def _made(self, source: Path, digest: str, seconds: float) -> Path | None:
        folder = self._folder = self._folder or _with_profile(Path(tempfile.mkdtemp(prefix="deskhand-office-")))
        # Its name must neither be a switch nor anything else that a command line means.
        copy = folder / f"{digest[:16]}{source.suffix.lower()}"
        shutil.copyfile(source, copy)
        profile = (folder / "profile").as_uri()
        command = [str(self._program), f"-env:UserInstallation={profile}", *_SWITCHES]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(copy)]
        try:
            self._run(command, folder, seconds)
        finally:
            copy.unlink(missing_ok=True)
        made = copy.with_suffix(".pdf")
        return made if made.is_file() and made.stat().st_size else None

    def _run(self, command: list[str], folder: Path, seconds: float) -> None:
        env = {name: os.environ[name] for name in _VARIABLES if name in os.environ} | {"HOME": str(folder)}
        process = self._running = subprocess.Popen(
            command, cwd=folder, env=env,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        _limit(process)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            _ended(process)
        finally:
            self._running = None

    def _forget(self, digest: str) -> None:
        path = self._printed.pop(digest)
        if path is not None:
            path.unlink(missing_ok=True)


def _with_profile(folder: Path) -> Path:
    """The folder with a profile in it that holds our settings."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
    return folder


def _limit(process: "subprocess.Popen[bytes]") -> None:
    """What it and its children may take. Only Linux lets another process set that."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  POSIX only

        with suppress(OSError, ValueError):
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (MEMORY, MEMORY))
            resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))


def _ended(process: "subprocess.Popen[bytes]") -> None:
    """End it with its children."""
    with suppress(OSError):
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False, capture_output=True)
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
