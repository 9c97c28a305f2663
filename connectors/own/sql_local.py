"""Files of the folder as databases: clones, asked in a process of its own that is confined where this computer can."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Bounds, Confinement, Launch, Profile
from agent.core.words import Words
from connectors.own import sql_child
from connectors.own.calling import Stop

_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LANG", "LC_ALL")
_ANSWER = 64 * 1024**2
_BROKE = Words(
    "The database could not be asked: its process ended (too much memory or time).",
    "データベースへの問い合わせが中断されました（メモリまたは時間の上限）。",
)
_SAID = Words("The database answered: {said}", "データベースの応答: {said}")


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave. `more`: there were more rows than may be told. `changed` counts rows that were changed."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    more: bool = False
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement over files in `folder`, by the names of tables."""

    engine: str
    tables: Mapping[str, str]
    sql: str
    rows: int
    size: int
    change: bool = False


@dataclass(frozen=True, slots=True)
class LocalDatabase:
    """Asks them. Without a Confinement the process is limited only."""

    confinement: Confinement | None = None
    bounds: Bounds = field(default_factory=lambda: Bounds(sql_child.SECONDS, sql_child.MEMORY))

    def ask(self, asked: Asked, folder: Path, stop: Stop) -> Rows:
        """The answer. Blocks.

        Raises:
            ToolError: the database refused the statement ("bad_statement"), or its process ended ("too_much").
        """
        launch = self._launch(folder)
        made = subprocess.Popen(
            launch.argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=dict(launch.env), cwd=launch.cwd, start_new_session=True,
        )  # fmt: skip
        stop.leave(lambda: _end(made))
        request = {name: getattr(asked, name) for name in ("engine", "sql", "rows", "size", "change")}
        try:
            told, _ = made.communicate(
                json.dumps({**request, "tables": dict(asked.tables)}).encode(), sql_child.SECONDS
            )
            answer = json.loads(told) if len(told) <= _ANSWER else {}
        except (subprocess.TimeoutExpired, ValueError) as error:
            raise ToolError(_BROKE, "too_much") from error
        finally:
            _end(made)
        if "error" in answer or "columns" not in answer:
            said = str(answer.get("error", ""))
            raise ToolError(_SAID.of(said=said) if said else _BROKE, "bad_statement" if said else "too_much")
        rows = tuple(tuple(row) for row in answer["rows"])
        return Rows(tuple(answer["columns"]), rows, answer["more"], int(answer.get("changed", 0)))

    def _launch(self, folder: Path) -> Launch:
        argv = (sys.executable, "-I", str(sql_child.__file__))
        env = {name: os.environ[name] for name in _KEPT if name in os.environ} | {"HOME": str(folder)}
        if self.confinement is None or not self.confinement.offer().there:
            return Launch(argv, env, folder)
        program = Path(str(sql_child.__file__))
        profile = Profile((program,), (folder,), env=env, bounds=self.bounds)
        return self.confinement.launch(argv, profile, folder)


def _end(made: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(OSError):
        made.kill()
    made.wait(10)
