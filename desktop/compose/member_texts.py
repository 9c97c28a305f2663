"""A file of a package or a skill as text that a person can read: bounded, and with what nobody sees written out."""

import re
from dataclasses import dataclass
from pathlib import Path

from agent.core.errors import NeedsUserError, ToolError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.members import kind_of_file
from agent.packages.package import MemberKind
from agent.packages.store import Store
from skills.pieces import contents

MOST = 200_000
"""So many bytes of a file are shown."""
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")  # one chooses a look, a run of them hides text
_CUT = 4  # the bytes of one character that the bound may have cut
_NONE = Words("There is no file {name!r} in it.", "「{name}」というファイルは含まれていません。")
_SEE = Words("Choose one of its files.", "含まれているファイルから選んでください。")


@dataclass(frozen=True, slots=True)
class MemberText:
    """`hidden` counts the characters that nobody sees; in `text` they are escaped. `cut` when the file is longer than
    MOST bytes. `text` is "" with `binary` for what is no text.
    """

    name: str
    text: str
    cut: bool = False
    binary: bool = False
    hidden: int = 0


def text_of(folder: Path, name: str, kind: MemberKind | None = None) -> MemberText:
    """The file `name` ("scripts/a.py") below `folder`, which may be what a stranger made: links are not followed.

    Raises:
        NeedsUserError: there is none, or it leads out of the folder (code "no_member").
    """
    try:
        data = contents(folder, name, MOST + 1)
    except ToolError as error:
        raise NeedsUserError(_NONE.of(name=shown(name)), _SEE, "no_member") from error
    is_text = (kind or kind_of_file(name, data[:4096])) in (MemberKind.TEXT, MemberKind.SCRIPT)
    if not is_text and not _is_text(data):
        return MemberText(name, "", cut=len(data) > MOST, binary=True)
    text, hidden = legible(data[:MOST].decode("utf-8", "replace"))
    return MemberText(name, text, cut=len(data) > MOST, hidden=hidden)


def installed_text(store: Store, package: str, name: str) -> MemberText:
    """The file `name` of an installed package, as it lies there now.

    Raises:
        NeedsUserError: there is no such package ("no_package"), or no such file in it ("no_member").
    """
    record = store.named(package)
    return text_of(record.folder, name)


def legible(text: str) -> tuple[str, int]:
    """The text with all letters escaped that nobody sees or that would draw on a terminal, and how many there are. Tabs
    and ends of lines stay.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    odd = sum(plain.count(letter) for letter in set(plain) - {"\t", "\n"} if shown(letter) != letter)
    odd += sum(map(len, _SELECTORS.findall(plain)))
    if not odd:
        return plain, 0
    lines = ("\t".join(map(shown, line.split("\t"))) for line in plain.split("\n"))
    return _SELECTORS.sub(lambda run: run[0].encode("unicode_escape").decode(), "\n".join(lines)), odd


def _is_text(data: bytes) -> bool:
    try:
        data[:MOST].decode("utf-8")
    except UnicodeDecodeError as error:
        return len(data) > MOST and error.start >= MOST - _CUT
    return b"\0" not in data
