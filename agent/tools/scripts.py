"""Scripts of a skill: they run as code of the model does, with copies of the skill's files beside the inputs.

The files of the skill lie in the folder SKILL of the Room. A script may change them there: nothing of that is kept.
"""

import shutil
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.errors import InvalidArgumentsError, NotFoundError, ToolError
from agent.core.ports import Files, ReadyCall
from agent.core.running import Bounds, Code, Harvest, Leftover, Room, Tier
from agent.core.words import Words
from agent.tools.inputs import files_in, wanted
from agent.tools.ready import ReadLog
from agent.tools.running import Job, Running, RunTool

SKILL = ".skill"
MOST_FILES, MOST_BYTES = 500, 50 * 1024**2
_NO_SCRIPT = Words(
    "The skill has no script {name!r}; there are {known}.",
    "スキルに「{name}」というスクリプトはありません。あるのは {known} です。",
)
_NAMED = 20
_TOO_LARGE = Words(
    "The skill holds more than {files} {files:file|files} or {size} MB, so its scripts are not run.",
    "スキルのファイルが {files} 個または {size} MB を超えているため、スクリプトを実行していません。",
)
_ITS_OWN = Words("a file of the skill itself", "スキル自身のファイルのため")
_PATHS = "import sys\nsys.path[:0] = [{folder!r}, {skill!r}]\n"


@dataclass(frozen=True, slots=True)
class Script:
    """`name` is a Python file below the skill's `folder`, with "/"; `arguments` are its `sys.argv[1:]`, in which paths
    are those of the Room: inputs under their own names, files of the skill below SKILL.
    """

    folder: Path
    name: str
    arguments: tuple[str, ...] = ()
    seconds: float = Bounds().seconds


class ScriptRunner:
    """Runs scripts of skills for one agent in one Turn. `running` has a Room of its own: scripts and the model's code
    do not share variables.
    """

    def __init__(self, files: Files, running: Running, log: ReadLog, language: str) -> None:
        self._files = files
        self._tool = RunTool(files, running, log, language)

    def prepare(self, script: Script, inputs: Sequence[str], purpose: str, call: str) -> ReadyCall:
        """The call that runs it on these files (paths, folders, patterns) and those that its arguments name; `call` is
        the id of the ToolCall.

        Raises:
            NotFoundError: the skill has no such script, or there is no such file.
            InvalidArgumentsError: it is no Python file.
        """
        source = _source(script)
        code = Code(source, script.name, script.arguments, Bounds(seconds=script.seconds), Tier.NATIVE)
        paths = _PATHS.format(folder=f"{SKILL}/{script.name}".rpartition("/")[0], skill=SKILL)
        before = replace(code, text=paths, arguments=(), fresh=True)
        named = (one for one in files_in(self._files, script.arguments) if one not in inputs)
        job = Job(
            code, wanted(self._files, (*inputs, *named)), before, lambda room: _put(script.folder, room), _without_skill
        )
        return self._tool.ready(job, purpose, call)


def _source(script: Script) -> str:
    names = [name for name, _ in _files(script.folder)]
    if script.name not in names:
        known = [name for name in names if name.endswith(".py")]
        listed = ", ".join(known[:_NAMED]) + (" ..." if len(known) > _NAMED else "")
        raise NotFoundError(_NO_SCRIPT.of(name=script.name, known=listed or "-"))
    if not script.name.endswith(".py"):
        raise InvalidArgumentsError(f"{script.name!r} is no Python script; only those can be run.")
    return script.folder.joinpath(script.name).read_text(encoding="utf-8-sig")


def _put(folder: Path, room: Room) -> None:
    size = 0
    for number, (name, path) in enumerate(_files(folder)):
        size += path.stat().st_size
        if number >= MOST_FILES or size > MOST_BYTES:
            raise ToolError(_TOO_LARGE.of(files=MOST_FILES, size=MOST_BYTES // 1024**2), "too_large")
        shutil.copyfile(path, room.path(f"{SKILL}/{name}"), follow_symlinks=False)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of a skill, but no links and nothing hidden."""
    for path in sorted(folder.iterdir()):
        mode = path.lstat().st_mode
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        if stat.S_ISDIR(mode):
            yield from ((f"{path.name}/{name}", inner) for name, inner in _files(path))
        elif stat.S_ISREG(mode):
            yield path.name, path


def _without_skill(harvest: Harvest) -> Harvest:
    inside = f"{SKILL}/"
    kept = tuple(one for one in harvest.made if not one.name.startswith(inside) and not one.came.startswith(inside))
    left = tuple(one for one in harvest.left if not one.name.startswith(inside))
    out = tuple(Leftover(one.name, _ITS_OWN) for one in harvest.made if one.came.startswith(inside))
    return Harvest(kept, (*left, *out))
