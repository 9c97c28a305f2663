"""Words of mails in the encodings that they say, or do not say.

Mail programs in Japan call ISO-2022-JP what also holds signs of Microsoft ("①", "㈱", "髙": CP50220), and Shift_JIS
what is CP932; old ones leave bytes in headers and say nothing. Python's codecs are strict, so such words would be lost.
"""

import base64
import binascii
import contextlib
import quopri
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from agent.core.errors import UnreadableError
from agent.documents.texts.charset import decoded

_WIDER = {
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "ms_kanji": "cp932", "cswindows31j": "cp932", "euc-jp": "euc_jp", "x-euc-jp": "euc_jp", "gb2312": "gb18030",
    "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
}  # fmt: skip
_NOTHING = frozenset({"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "default"})
_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?]{0,20})?\?([BbQq])\?([^?]*)\?=")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\(D|\([BJI])")


def words_in(data: bytes, named: str) -> str:
    """The words of `data`, whose sender calls its encoding `named` ("" for nothing)."""
    name = named.strip().lower()
    if name.startswith("iso-2022-jp") or (name in _NOTHING and b"\x1b$" in data):
        return _iso_2022_jp(data)
    if name not in _NOTHING:
        with contextlib.suppress(LookupError, UnicodeError):
            return data.decode(_WIDER.get(name, name))
    try:
        return decoded(data).text
    except UnreadableError:
        return data.decode("utf-8", "replace")


def headers_of(message: Message, name: str) -> tuple[str, ...]:
    """The values of a header as a person reads them."""
    wanted = name.lower()
    return tuple(shown_header(str(value)) for key, value in message.raw_items() if key.strip().lower() == wanted)


def file_name(part: Message) -> str:
    """What a part is called by its sender, "" for nothing."""
    for name in ("content-disposition", "content-type"):
        for key, value in part.raw_items():
            if key.lower() == name:
                part.replace_header(key, header_text(str(value)))
    try:
        return shown_header(part.get_filename() or "")
    except (LookupError, ValueError):  # an encoding that nobody knows, of RFC 2231
        return ""


def shown_header(raw: str) -> str:
    """A header as it was received as a person reads it, on one line."""
    line = header_text(raw)
    try:
        pieces = decode_header(line)
    except (HeaderParseError, ValueError):
        return " ".join(line.split())
    told = (piece if isinstance(piece, str) else words_in(piece, name or "") for piece, name in pieces)
    return " ".join("".join(told).split())


def header_text(raw: str) -> str:
    """A header as it was received (bytes beyond ASCII as surrogates), on one line, with words that any reader knows."""
    line = _FOLD.sub("", raw)
    if not line.isascii() or "\x1b" in line:
        line = " ".join(words_in(line.encode("utf-8", "surrogateescape"), "").split())
    return _WORD.sub(_known, line)


def _known(match: re.Match[str]) -> str:
    name = match[1].lower()
    if not name.startswith("iso-2022-jp") and name not in _WIDER:
        return match[0]
    try:
        data = base64.b64decode(match[3]) if match[2] in "Bb" else quopri.decodestring(match[3], header=True)
    except (binascii.Error, ValueError):
        return match[0]
    return f"=?utf-8?B?{base64.b64encode(words_in(data, name).encode()).decode()}?="


def _iso_2022_jp(data: bytes) -> str:
    """ISO-2022-JP (RFC 1468), else with whatever CP932 has beyond it (CP50220, CP50221) and JIS X 0212."""
    with contextlib.suppress(UnicodeError):
        return data.decode("iso2022_jp")
    found, mode, at = [], "(B", 0
    for match in _ESCAPE.finditer(data):
        found.append(_run(data[at : match.start()], mode))
        mode, at = match[1].decode(), match.end()
    return "".join([*found, _run(data[at:], mode)])


def _run(data: bytes, mode: str) -> str:
    if mode == "(I":
        return bytes(byte | 0x80 for byte in data).decode("cp932", "replace")
    if mode == "$(D":
        return b"".join(b"\x8f" + bytes((a | 0x80, b | 0x80)) for a, b in _pairs(data)).decode("euc_jp", "replace")
    if mode.startswith("$"):
        return b"".join(_shifted(a, b) for a, b in _pairs(data)).decode("cp932", "replace")
    return data.decode("cp932", "replace")


def _pairs(data: bytes) -> list[tuple[int, int]]:
    return list(zip(data[::2], data[1::2], strict=False))


def _shifted(row: int, cell: int) -> bytes:
    """A pair of JIS as Shift_JIS. A line end where a pair should be is one: the escape back was lost on the way."""
    if not 0x21 <= row <= 0x7E or not 0x21 <= cell <= 0x7E:
        return bytes((row & 0x7F, cell & 0x7F))
    first = (row - 0x21) // 2 + 0x81
    second = cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E
    return bytes((first if first < 0xA0 else first + 0x40, second))
