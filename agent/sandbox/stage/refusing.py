"""What is not taken out of a Room, and why. The list goes to the person; nothing of it reaches their folder."""

import os
import stat
import unicodedata

from agent.core.paths import BLANKS
from agent.core.words import Words
from agent.sandbox.stage.spots import is_link

_LINK = Words("a link, which can lead anywhere", "リンクは、どこにでもつながり得るため")
_SECOND = Words("a second name of the same file (a hard link)", "同じファイルに付いた別名(ハードリンク)のため")
_SPECIAL = Words("a device, pipe or socket, not a file", "ファイルではなく、デバイスやパイプ、ソケットのため")
_AS_OTHER = Words(
    "marked to run with the rights of another user (setuid)", "別のユーザーの権限で動く設定(setuid)のため"
)
PROGRAM = Words("a program", "実行できるプログラムのため")
CLOSED = Words("a folder that cannot be opened or lies too deep", "開けないか、階層が深すぎるフォルダーのため")
NAME = Words("a name that not every computer can hold", "使えないコンピューターがある名前のため")
TWIN = Words(
    "a name that differs from another one only in case or form",
    "別の名前と、大文字・小文字や文字の表し方しか違わないため",
)
BUSY = Words("it was being changed while it was taken", "取り出している間に書き換えられたため")
WAS_FOLDER = Words("a file in the place of a folder", "フォルダーがあった場所に置かれたファイルのため")

_RESERVED = frozenset({
    "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
    *(f"{device}{digit}" for device in ("COM", "LPT") for digit in "0123456789¹²³"),
})  # fmt: skip
# What Windows or a Linux desktop runs or follows at a double click, whatever is in it; what Explorer obeys unasked.
_RUN_BY_NAME = frozenset({
    ".exe", ".com", ".scr", ".pif", ".cpl", ".msi", ".msp", ".msc", ".bat", ".cmd", ".vbs", ".vbe", ".jse", ".wsf",
    ".wsh", ".hta", ".lnk", ".scf", ".reg", ".gadget", ".application", ".appref-ms", ".desktop", ".library-ms",
    ".settingcontent-ms",
})  # fmt: skip
_OBEYED = frozenset({"desktop.ini", "autorun.inf"})
_FORBIDDEN = frozenset('<>:"/\\|?*') | BLANKS
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_PROGRAMS = (
    b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xfe\xed\xfa\xce",
    b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf",
)  # fmt: skip


def kind_refused(info: os.stat_result) -> Words | None:
    """Why something of that kind stays; None for a folder or a file of one name without rights of its own."""
    mode = info.st_mode
    if is_link(info):
        return _LINK
    if stat.S_ISDIR(mode):
        return None  # setgid on a folder is what some file systems give on their own
    if not stat.S_ISREG(mode):
        return _SPECIAL
    if mode & (stat.S_ISUID | stat.S_ISGID):
        return _AS_OTHER
    return _SECOND if info.st_nlink > 1 else None


def name_refused(name: str) -> Words | None:
    """Why a new file or folder of that name (the last part of it) stays."""
    bad = any(unicodedata.category(c) in _UNSEEN or c in _FORBIDDEN for c in name)
    stem = name.split(".")[0].rstrip().upper()
    if bad or name.endswith((" ", ".")) or stem in _RESERVED or len(os.fsencode(name)) > 255:
        return NAME
    suffix = os.path.splitext(name)[1].casefold()  # noqa: PTH122  a name alone is no path
    return PROGRAM if suffix in _RUN_BY_NAME or name.casefold() in _OBEYED else None


def is_program(beginning: bytes) -> bool:
    """Whether a file begins as programs of Linux, macOS or Windows do. Needs its first 4,096 bytes."""
    if beginning[:2] == b"MZ":
        at = int.from_bytes(beginning[60:64], "little")
        return beginning[at : at + 2] in (b"PE", b"NE", b"LE", b"LX")
    return beginning.startswith(_PROGRAMS)


def folded(name: str) -> str:
    """What names have in common that some systems cannot tell apart. Source: Unicode Standard, 3.13 (D146)."""
    if name.isascii():
        return name.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
