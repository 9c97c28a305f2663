"""Names of files in a package: the ones that mean the same file on every system, and nothing outside of it.

What a stranger's archive calls its members is taken only when Windows, macOS and Linux would all make the same file of
it. Everything else is refused, not repaired: who repairs a name decides what it was meant to be.
"""

import re
import unicodedata

from agent.core.paths import BLANKS
from agent.core.words import Words
from agent.packages.refusing import refused

DEEPEST, LONGEST_PART, LONGEST = 32, 255, 1_000
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
# What Windows calls a file with a long name besides: "GIT~1" is the folder ".git".
_SHORT = re.compile(r"[^.]{1,7}~[0-9]{1,6}(?:\.[^.]{0,3})?", re.IGNORECASE)
_ODD = re.compile(r'[<>"|?*]')
_EMPTY = Words("the name is empty.", "名前が空です。")
_ABSOLUTE = Words(
    "the name is an absolute path, or names a drive or a stream.",
    "絶対パス、ドライブ、またはストリームを指す名前です。",
)
_BACKSLASH = Words("the name has a backslash.", "名前に円記号（バックスラッシュ）が含まれています。")
_CLIMBS = Words("the name leads out of the package.", "パッケージの外を指す名前です。")
_UNSEEN = Words("the name has characters that cannot be seen.", "名前に、目に見えない文字が含まれています。")
_SPELLED = Words("no file can have this name on every system.", "一部のシステムで使用できない名前です。")
_LONG = Words("the name is too long or too deep.", "名前が長すぎるか、階層が深すぎます。")
_TWICE = Words("it is there twice.", "同じものが 2 つ入っています。")
_TWIN = Words(
    "another one differs in letter case or accents only; some systems take them for the same.",
    "大文字と小文字、または濁点などの表し方だけが異なる、別のものが入っています。",
)
_BOTH = Words("it is a file and a folder at once.", "ファイルとフォルダーの両方として入っています。")
# What a system puts into a folder that somebody looks at: it may lie in an installed package too.
_CLUTTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
# What tools of other systems leave in archives. It is no part of a package: neither unpacked nor shown.
_LEFT_OVER = _CLUTTER | {"__macosx", ".git"}


def member_name(text: str) -> str:
    """The name of a member as it is kept: parts with "/" between them, NFC.

    Raises:
        NeedsUserError: "hostile_package", when it is a name that means different things on different systems, or leads
            out of the package.
    """
    if why := _wrong_with(text):
        raise refused(why, text)
    return unicodedata.normalize("NFC", text)


def is_left_over(name: str) -> bool:
    """Whether it belongs to what systems leave behind (`__MACOSX`, `.DS_Store`), or is a repository's own folder."""
    parts = name.casefold().split("/")
    return any(part in _LEFT_OVER for part in parts) or parts[-1].startswith("._")


def is_clutter(name: str) -> bool:
    """Whether it is a file by which a system remembers how a folder looks."""
    return name.rpartition("/")[2].casefold() in _CLUTTER


def same_file(name: str) -> str:
    """What two names have in common that some system takes for one file."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", folded)


class Names:
    """The names of one package so far; each is taken once."""

    def __init__(self) -> None:
        self._spelled: dict[str, str] = {}
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def take(self, name: str, *, folder: bool = False) -> None:
        """Take a name that `member_name` gave. A folder may be named again and again.

        Raises:
            NeedsUserError: "hostile_package": it is there already, or some system would take it for another one.
        """
        parts = name.split("/")
        for end in range(1, len(parts)):
            self._folder("/".join(parts[:end]))
        if folder:
            return self._folder(name)
        if name in self._files:
            raise refused(_TWICE, name)
        self._spell(name)
        if name in self._folders:
            raise refused(_BOTH, name)
        self._files.add(name)
        return None

    def _folder(self, name: str) -> None:
        if name in self._folders:
            return
        self._spell(name)
        if name in self._files:
            raise refused(_BOTH, name)
        self._folders.add(name)

    def _spell(self, name: str) -> None:
        if self._spelled.setdefault(same_file(name), name) != name:
            raise refused(_TWIN, name)


def _wrong_with(text: str) -> Words | None:
    parts = text.split("/")
    checks = (
        (not text, _EMPTY),
        (text.startswith("/") or ":" in text, _ABSOLUTE),
        ("\\" in text, _BACKSLASH),
        (not all(map(_is_seen, text)), _UNSEEN),
        (".." in parts, _CLIMBS),
        (any(map(_is_misspelt, parts)), _SPELLED),
    )
    found = next((why for wrong, why in checks if wrong), None)
    return found or (_LONG if _is_long(unicodedata.normalize("NFC", text)) else None)


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and letter not in BLANKS


def _is_misspelt(part: str) -> bool:
    blank = part != part.strip() or part.endswith(".")
    taken = any(one.fullmatch(part) for one in (_RESERVED, _SHORT))
    return part in ("", ".") or blank or taken or bool(_ODD.search(part))


def _is_long(name: str) -> bool:
    parts = name.split("/")
    return len(parts) > DEEPEST or len(name) > LONGEST or any(len(part.encode()) > LONGEST_PART for part in parts)
