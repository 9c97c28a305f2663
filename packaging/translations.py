"""Collects the strings of the window and compiles their translations: `python packaging/translations.py`.

The .ts files are edited by people; the .qm files are what the window loads. Both are committed: lrelease gives the
same bytes for the same input.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
FOLDER = TOP / "desktop" / "views" / "i18n"
SOURCES = ("desktop/views", "desktop/app")
LANGUAGES = ("ja",)


def main(folder: Path = FOLDER) -> int:
    """Bring every .ts of `folder` up to date with the sources, then compile it. Returns the exit code."""
    files = sorted(path.relative_to(TOP).as_posix() for source in SOURCES for path in (TOP / source).rglob("*.py"))
    for language in LANGUAGES:
        ts = folder / f"deskhand_{language}.ts"
        update = [tool("lupdate"), "-no-obsolete", "-locations", "none", *files, "-ts", str(ts)]
        subprocess.run(update, cwd=TOP, check=True)
        compile_ts(ts, ts.with_suffix(".qm"))
    return 0


def compile_ts(ts: Path, qm: Path) -> None:
    """Compile a .ts file."""
    subprocess.run([tool("lrelease"), "-silent", str(ts), "-qm", str(qm)], check=True)


def tool(name: str) -> str:
    """The path of a tool of PySide6, beside the running Python or on the PATH."""
    folders = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    found = shutil.which(f"pyside6-{name}", path=folders)
    if found is None:
        raise SystemExit(f"pyside6-{name} is missing: install PySide6-Essentials.")
    return found


if __name__ == "__main__":
    sys.exit(main())
