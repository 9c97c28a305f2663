"""The properties of a mail, a recipient or an attachment in a file of Outlook (MS-OXMSG 2.2 to 2.4, MS-OXPROPS).

Each of them is a storage of an OLE file. What has a fixed size lies in one stream of the storage, sixteen bytes each;
texts and bytes have a stream each, named by their id and kind. Only what is in a stream is trusted: the first stream is
damaged or missing in files that other programs write.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import olefile

from agent.documents.mail.letters import words_in

ATTACHED, RECIPIENT = "__attach_version1.0_", "__recip_version1.0_"
_VALUES, _STREAM = "__properties_version1.0", "__substg1.0_"
_NARROW, _WIDE, _BINARY, _OBJECT = "001E", "001F", "0102", "000D"
_CODEPAGE, _LOCALE, _INTERNET = 0x3FFD, 0x3FF1, 0x3FDE
_TIME = 0x40
# Where numbers of code pages are no names of Python's codecs: Microsoft's list of code page identifiers.
_PAGES = {65001: "utf-8", 20127: "ascii", 20932: "euc-jp", 51932: "euc-jp", 51949: "euc-kr", 54936: "gb18030",
          20866: "koi8-r", 21866: "koi8-u", 936: "gb18030", 52936: "hz", 1200: "utf-16-le"}  # fmt: skip
# Languages whose code page is not the Western one, by the low byte of a locale (MS-LCID): Japanese, Korean, Russian...
_LANGUAGES = {0x11: 932, 0x12: 949, 0x19: 1251, 0x22: 1251, 0x23: 1251, 0x02: 1251, 0x15: 1250, 0x05: 1250, 0x0E: 1250,
              0x08: 1253, 0x1F: 1254, 0x0D: 1255, 0x01: 1256, 0x1E: 874}  # fmt: skip
_CHINESE, _TAIWAN = 0x04, frozenset({0x0404, 0x0C04, 0x1404})
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Storage:
    """A storage in an open OLE file by its entry there: a thousand recipients are too many to look for by their paths.

    `page` is the code page of its 8-bit texts ("": find it out).
    """

    file: olefile.OleFileIO
    entry: olefile.olefile.OleDirectoryEntry
    page: str = ""

    def inner(self, kind: str) -> Iterator["Storage"]:
        """The storages in it whose names begin with `kind`, in their order."""
        for one in sorted(self.entry.kids, key=lambda entry: str(entry.name)):
            if one.name.startswith(kind) and one.entry_type == olefile.STGTY_STORAGE:
                yield Storage(self.file, one, self.page)

    def text(self, key: int) -> str:
        """A text, "" when there is none."""
        if (wide := self._stream(key, _WIDE)) is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(key, _NARROW)
        return "" if narrow is None else words_in(narrow, self.page).rstrip("\0")

    def data(self, key: int) -> bytes | None:
        """Bytes, None when there are none."""
        return self._stream(key, _BINARY)

    def number(self, key: int) -> int:
        """A number, 0 when there is none."""
        return int(struct.unpack("<I", self._values.get(key, bytes(8))[:4])[0])

    def time(self, key: int) -> datetime | None:
        """A time in UTC."""
        ticks = struct.unpack("<Q", self._values.get(key, bytes(8)))[0]
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def object(self, key: int) -> "Storage | None":
        """A mail or a document that lies in it as a storage."""
        found = self._entry(f"{_STREAM}{key:04X}{_OBJECT}")
        return None if found is None else Storage(self.file, found, self.page)

    def streams(self) -> tuple[str, ...]:
        """The names of the streams in it."""
        return tuple(one.name for one in self.entry.kids if one.entry_type == olefile.STGTY_STREAM)

    def paged(self) -> "Storage":
        """The same, which knows the code page of its texts: by its own words, else by its language."""
        number, locale = self.number(_CODEPAGE), self.number(_LOCALE)
        if not number and locale:
            chinese = 950 if locale in _TAIWAN else 936
            number = chinese if locale & 0xFF == _CHINESE else _LANGUAGES.get(locale & 0xFF, 1252)
        return Storage(self.file, self.entry, _page(number) if number else self.page)

    @property
    def web_page(self) -> str:
        """The encoding of its HTML, "" when it does not say."""
        number = self.number(_INTERNET)
        return _page(number) if number else ""

    def _entry(self, name: str) -> olefile.olefile.OleDirectoryEntry | None:
        return self.entry.kids_dict.get(name.lower())

    def _stream(self, key: int, kind: str) -> bytes | None:
        return self._read(f"{_STREAM}{key:04X}{kind}")

    def _read(self, name: str) -> bytes | None:
        found = self._entry(name)
        if found is None or found.entry_type != olefile.STGTY_STREAM:
            return None
        data: bytes = self.file._open(found.isectStart, found.size).read()  # noqa: SLF001  see the top of the class
        return data

    @cached_property
    def _values(self) -> Mapping[int, bytes]:
        data = self._read(_VALUES) or b""
        # The head: 32 bytes in the file itself, 24 in a mail in it, 8 in a recipient or an attachment.
        name = self.entry.name
        head = 24 if name.startswith(_STREAM) else 8 if name.startswith((ATTACHED, RECIPIENT)) else 32
        found = (struct.unpack_from("<HH4x8s", data, at) for at in range(head, len(data) - 15, 16))
        return {key: value for _, key, value in found}


def _page(number: int) -> str:
    if number in _PAGES:
        return _PAGES[number]
    if 50220 <= number <= 50222:  # the three kinds of ISO-2022-JP
        return "iso-2022-jp"
    return f"iso-8859-{number - 28590}" if 28591 <= number <= 28605 else f"cp{number}"
