"""LibreOffice, where the person has it: what an Office document looks like on paper, as a PDF.

It is a process of its own with a profile of its own, so it neither sees nor changes the person's settings. It runs no
macro, updates no link, and its only proxy is a port where nobody answers; besides, `programs.printing` gives it
no document that would fetch something.
"""

import hashlib
import shutil
import threading
from pathlib import Path

from agent.core.running import Confinement
from agent.documents.programs.outside import OutsideProgram
from agent.documents.temporary import OwnFolder

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
_KEPT = 8
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


def found_program() -> Path | None:
    """Where LibreOffice is installed, or None."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    # What lies in the folder that one happens to be in (Windows looks there first) may be a stranger's.
    if named and Path(named).is_absolute():
        return Path(named)
    return next((Path(one) for one in _PLACES if Path(one).is_file()), None)


class OfficeProgram:
    """Prints Office documents to PDF, one at a time. The newest PDFs are kept as long as it is open."""

    def __init__(self, program: Path, confinement: Confinement | None = None) -> None:
        self._program = OutsideProgram(program, confinement, talks=True)
        self._lock = threading.Lock()
        self._folder: OwnFolder | None = None
        self._closed = False
        self._printed: dict[str, Path | None] = {}

    def printed(self, source: Path, seconds: float) -> Path | None:
        """The PDF of a document; None when it did not become one within `seconds`."""
        digest = hashlib.sha256(source.suffix.encode() + source.read_bytes()).hexdigest()
        with self._lock:
            if self._closed:
                return None
            if digest not in self._printed:
                self._printed[digest] = self._made(source, digest, seconds)
                for old in list(self._printed)[:-_KEPT]:
                    self._forget(old)
            return self._printed[digest]

    def close(self) -> None:
        """Stop it and remove what it made."""
        self._closed = True
        self._program.stop()
        with self._lock:
            if self._folder is not None:
                self._folder.remove()
                self._folder = None
            self._printed.clear()

    def _made(self, source: Path, digest: str, seconds: float) -> Path | None:
        if self._folder is None:
            self._folder = OwnFolder("office")
            _put_profile(self._folder.path)
        folder = self._folder.path
        # Its name must neither be a switch nor anything else that a command line means.
        copy = folder / f"{digest[:16]}{source.suffix.lower()}"
        shutil.copyfile(source, copy)
        profile = (folder / "profile").as_uri()
        arguments = [
            f"-env:UserInstallation={profile}",
            *_SWITCHES,
            "--convert-to",
            _form(source),
            "--outdir",
            str(folder),
        ]
        try:
            self._program.run([*arguments, str(copy)], folder, seconds)
        finally:
            copy.unlink(missing_ok=True)
        made = copy.with_suffix(".pdf")
        return made if made.is_file() and made.stat().st_size else None

    def _forget(self, digest: str) -> None:
        path = self._printed.pop(digest)
        if path is not None:
            path.unlink(missing_ok=True)


def _form(source: Path) -> str:
    """What a document is printed as. Hidden slides are printed too, so that page 3 is slide 3."""
    is_deck = source.suffix.lower()[:4] in {".ppt", ".pot", ".pps"}
    return 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}' if is_deck else "pdf"


def _put_profile(folder: Path) -> None:
    """A profile that holds our settings."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
