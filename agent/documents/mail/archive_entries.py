"""Zip archives as people make them (APPNOTE.TXT 6.3): entries with the names that a person reads."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.opc.package import guard_sizes
from agent.documents.opc.zip_copy import UNICODE_PATH, Member, extra_field, members_of
from agent.documents.texts.charset import decoded

_BROKEN = Words("The archive is broken: it cannot be read to its end.", "書庫が壊れていて、最後まで読み取れません。")
_LOCKED = Words(
    "{name} is protected with a password. Taking the password off the archive first makes it readable.",
    "「{name}」はパスワードで保護されています。先に書庫のパスワードを解除すると読み取れます。",
)
_METHOD = Words(
    "{name} is packed in a way that cannot be unpacked here.", "「{name}」は対応していない方式で圧縮されています。"
)
_UTF8, _ENCRYPTED = 0x800, 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder in an archive: its `name` as a person reads it, and where its bytes lie."""

    name: str
    member: Member

    @property
    def folder(self) -> bool:
        """Whether it is a folder."""
        return self.name.endswith("/")

    @property
    def locked(self) -> bool:
        """Whether it needs a password."""
        return bool(self.member.info.flag_bits & _ENCRYPTED)

    @property
    def leads_out(self) -> bool:
        """Whether a careless program would unpack it outside of the folder that it unpacks to."""
        return self.name.startswith("/") or ".." in self.name.split("/") or self.name[1:2] == ":"


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive."""

    file: IO[bytes]
    zip: zipfile.ZipFile
    entries: tuple[Entry, ...]

    def load(self, entry: Entry) -> bytes:
        """The contents of an entry.

        Raises:
            UnreadableError: "encrypted", "broken", or "unknown_kind" for a rare way of packing.
        """
        if entry.locked:
            raise UnreadableError(_LOCKED.of(name=entry.name), "encrypted")
        try:
            return self.zip.read(entry.member.info)
        except NotImplementedError as error:
            raise UnreadableError(_METHOD.of(name=entry.name), "unknown_kind") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise UnreadableError(_BROKEN, "broken") from error


@contextmanager
def opened(source: Path) -> Iterator[Archive]:
    """Open with guards against bombs.

    Raises:
        UnreadableError: "broken" or "too_large".
    """
    with source.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
            members = members_of(file, archive)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(_BROKEN, "broken") from error
        guard_sizes(members)
        with archive:
            names = _names(members)
            yield Archive(file, archive, tuple(map(Entry, names, members)))


def _names(members: Sequence[Member]) -> list[str]:
    """Names are UTF-8 where their flag or a field says so; else they are in the code page of the maker's computer."""
    plain = [_raw(member.info) for member in members]
    strange = b"\n".join(raw for raw in plain if not raw.isascii())
    encoding = decoded(strange).encoding if strange else "ascii"
    return [_name(member, raw, encoding) for member, raw in zip(members, plain, strict=True)]


def _raw(info: zipfile.ZipInfo) -> bytes:
    """The bytes of a name that no flag declares as UTF-8; zipfile took them for cp437."""
    return b"" if info.flag_bits & _UTF8 else info.orig_filename.encode("cp437")


def _name(member: Member, raw: bytes, encoding: str) -> str:
    told = raw.decode(encoding, "replace") if raw else member.info.orig_filename
    told = _unicode_path(member.info.extra, raw) or told
    # Windows programs of old wrote "\"; as a byte of a Japanese character it is gone after decoding.
    return told.replace("\\", "/") if raw else told


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """The name in the field of Info-ZIP, when it belongs to the name `raw`; else ""."""
    field = extra_field(extra, UNICODE_PATH)[4:]
    fits = len(field) > 5 and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(raw)
    return field[5:].decode("utf-8", "replace") if fits else ""
