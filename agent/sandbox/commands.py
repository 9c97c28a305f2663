"""Where a program of the person's lies, and what it needs to read of its own installation: followed link by link."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.words import Words
from agent.sandbox.installation import outermost, too_wide

_NOT_FOUND = Words(
    "The program {name!r} was not found on this computer.",
    "「{name}」というプログラムがこのコンピューターに見つかりません。",
)
_BATCH = Words(
    "{name!r} is a batch file, which cannot be started confined: name the program that it starts, with its arguments.",
    "「{name}」はバッチファイルのため隔離して起動できません。実際に起動するプログラムを引数とともに指定してください。",
)
_STEPS = 20
_FIRST_LINE = 256


@dataclass(frozen=True, slots=True)
class Found:
    """`program` is its path as it is started, `reads` what it needs, `folders` where programs are looked for."""

    program: Path
    reads: tuple[Path, ...]
    folders: tuple[Path, ...]


def find(name: str, search: str | None = None) -> Found:
    """The program of that name; `search` is a PATH, the host's without it.

    A script needs its interpreter too, and a program in a folder "bin" the installation around it, but never a folder
    that holds more than that (`installation.too_wide`).

    Raises:
        ToolError: there is none (code "not_found"), or it is a batch file (code "bad_server").
    """
    there = shutil.which(name, path=search)
    if there is None:
        raise ToolError(_NOT_FOUND.of(name=name), "not_found")
    program = Path(os.path.abspath(there))  # noqa: PTH100  resolve() follows links, which are looked at one by one
    if program.suffix.casefold() in {".cmd", ".bat"}:
        raise ToolError(_BATCH.of(name=name), "bad_server")
    steps = list(_steps(program, search))
    folders = [one for step in steps for one in _around(step)]
    # A link of which only the file is given is no link inside: what it leads to must find what lies beside it.
    whole = (one for one in steps if not one.is_symlink() or any(one.is_relative_to(top) for top in folders))
    reads = outermost([*steps, *folders], ())
    return Found(next(whole, program), reads, tuple(dict.fromkeys(step.parent for step in steps)))


def _steps(program: Path, search: str | None) -> Iterable[Path]:
    """The program, where its links lead, and the same for what interprets it."""
    for _ in range(_STEPS):
        yield program
        if program.is_symlink():
            program = Path(os.path.abspath(program.parent / program.readlink()))  # noqa: PTH100
        elif (interpreter := _interpreter(program, search)) is not None:
            program = interpreter
        else:
            return


def _interpreter(program: Path, search: str | None) -> Path | None:
    """What the first line of a script names: "#!/usr/bin/env node" or a path."""
    if os.name == "nt":  # there the end of a name says what runs it
        return None
    try:
        with program.open("rb") as file:
            line = file.readline(_FIRST_LINE)
    except OSError:
        return None
    words = os.fsdecode(line[2:]).split() if line.startswith(b"#!") else []
    if words and Path(words[0]).name == "env":
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
        words = [found for word in words[:1] if (found := shutil.which(word, path=search))]
    return Path(words[0]) if words and Path(words[0]).is_absolute() else None


def _around(step: Path) -> tuple[Path, ...]:
    """The installation that a program lies in: npm's package and the folder above "bin"."""
    parts = step.parts
    if "node_modules" in parts:  # a package needs those beside it
        last = len(parts) - parts[::-1].index("node_modules")
        return _narrow(Path(*parts[:last]))
    return _narrow(step.parent.parent) if step.parent.name in {"bin", "Scripts"} else ()


def _narrow(folder: Path) -> tuple[Path, ...]:
    return () if too_wide(folder) else (folder,)
