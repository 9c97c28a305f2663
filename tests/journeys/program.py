"""The real program as a process, and a fingerprint that sees every byte and time."""

import json
import os
import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
SAMPLES = REPO / "desktop" / "compose" / "samples"


def tree(folder: Path) -> dict[str, tuple[object, ...]]:
    """Every name below `folder` with kind, mode, modification time and bytes."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted([folder, *folder.rglob("*")]):
        stat = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path.relative_to(folder))] = (stat.st_mode, stat.st_mtime_ns, content)
    return found


class Deskhand:
    """The program with a state folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {**os.environ, "DESKHAND_HOME": str(home), "PYTHONPATH": str(REPO), "LANG": "C.UTF-8"}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A running command."""
        return subprocess.Popen(
            [sys.executable, "-m", "desktop", *arguments],
            env=self.env, text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command to its end and give its output; its exit code must be `code`."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=100)
        assert process.returncode == code, f"exit {process.returncode}\n{out}\n{err}"
        return out

    def told(self, *arguments: str) -> str:
        """All that a command says, to either output; whatever its exit code."""
        out, err = self.start(*arguments).communicate(timeout=100)
        return out + err

    def events(self, *arguments: str, code: int = 0) -> list[dict[str, object]]:
        """The Events that a command prints with --json."""
        return [json.loads(line) for line in self.run(*arguments, "--json", code=code).splitlines()]
