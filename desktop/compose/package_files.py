"""Single files that a person takes for a package: a SKILL.md is one, the settings of another program are not."""

import os
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.members import opened
from agent.packages.naming import kept_name
from connectors.bundles.importing import read_configuration
from skills.front import Fault, read_front
from skills.reader import MAX_BYTES

_NO_SKILL = Words("{file} is no skill.", "{file} はスキルではありません。")
_FRONT = Words(
    "A skill begins with its name and description between two lines of ---.",
    "スキルの先頭には、「---」の行で囲まれた名前と説明が必要です。",
)
_CONFIGURATION = Words(
    "This is a list of connectors of another program, not a package.",
    "これはパッケージではなく、ほかのソフトのコネクタ一覧です。",
)
_IMPORT = Words(
    "Take them over in the settings under Connectors, or type: deskhand connector import {file}",
    "設定の「コネクタ」から取り込むか、次のとおり実行してください: deskhand connector import {file}",
)


def wrapped_skill(path: Path, beside: Path) -> Path:
    """A SKILL.md alone, copied into a new folder in `beside` that is called as the skill calls itself.

    Raises:
        NeedsUserError: it has no front matter, or is too long (code "no_skill").
        OSError: it cannot be read.
    """
    with os.fdopen(opened(path), "rb") as file:
        data = file.read(MAX_BYTES + 1)
    front = read_front(data.decode("utf-8", "replace"))
    if len(data) > MAX_BYTES or front.fault in (Fault.MISSING, Fault.UNCLOSED):
        raise NeedsUserError(_NO_SKILL.of(file=shown(path.name)), _FRONT, "no_skill")
    into = beside / kept_name(str(front.fields.get("name", "")), "skill")
    into.mkdir(mode=0o700)
    (into / "SKILL.md").write_bytes(data)
    return into


def refuse_configuration(path: Path) -> None:
    """Say where the settings of another program belong. What is none is left to who reads archives.

    Raises:
        NeedsUserError: it names connectors (code "configuration").
    """
    try:
        read_configuration(path)
    except NeedsUserError:
        return
    raise NeedsUserError(_CONFIGURATION, _IMPORT.of(file=shown(str(path))), "configuration")
