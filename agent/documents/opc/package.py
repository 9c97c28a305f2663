"""Office packages (OPC, ECMA-376 part 2: a zip of parts), opened with care and written without loss.

A part that no change names keeps its compressed bytes and its headers as they were, in the same order.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Self
from urllib.parse import unquote

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.facts import ENCRYPTED
from agent.documents.magic import content_of
from agent.documents.opc.package_relations import Relation, content_type_of, relations_in
from agent.documents.opc.zip_copy import Member, Streamed, members_of, written

MAX_TOTAL = 1024**3
MAX_PARTS = 10_000
MAX_RATIO = 200
_BIG = 1024**2
_BIG_MEDIA = 16 * 1024**2
_TYPES = "[Content_Types].xml"
_MAIN = "/officeDocument"
_FAMILIES = {
    "sheet": ("spreadsheetml", "ms-excel"),
    "document": ("wordprocessingml", "ms-word"),
    "presentation": ("presentationml", "ms-powerpoint"),
}
_FAMILY_WORDS = {
    "sheet": Words("a workbook (.xlsx)", "ブック(.xlsx)"),
    "document": Words("a Word document (.docx)", "Word 文書(.docx)"),
    "presentation": Words("a presentation (.pptx)", "プレゼンテーション(.pptx)"),
}
_OLD_KIND = Words(
    "The file is an Office document of the old kind (.xls, .doc, .ppt) under a new name. Give it the name that fits.",
    "ファイルの中身は旧形式の Office 文書(.xls、.doc、.ppt)です。中身に合った名前に変更してください。",
)
# The name of a stream in the directory of an OLE file (MS-OFFCRYPTO 1.3.2).
_SEALED = "EncryptedPackage".encode("utf-16-le")
_NOT_WHOLE = Words(
    "The file is broken: it is no whole Office document.",
    "ファイルが壊れています。Office 文書として完全ではありません。",
)
_PART_MISSING = Words(
    "The file is broken: its part {name} is missing.", "ファイルが壊れています({name} がありません)。"
)
_PART_DAMAGED = Words(
    "The file is broken: its part {name} is damaged.", "ファイルが壊れています({name} が破損しています)。"
)
_NO_OFFICE = Words(
    "The file is broken, or it is a zip archive and not {family}.",
    "ファイルが壊れているか、{family}ではなく zip 形式の書庫です。",
)
_WRONG_NAME = Words(
    "The file is {family} under a wrong name. Give it the name that fits.",
    "ファイルの中身は{family}です。中身に合った名前に変更してください。",
)
_UNKNOWN_MAIN = Words(
    "The file is not {family}: its main part is of an unknown kind.", "ファイルは{family}ではありません。"
)
_TOO_MANY_PARTS = Words(
    f"The file was unsafe to open: it has more than {MAX_PARTS:,} parts.",
    f"構成要素が {MAX_PARTS:,} 個を超えており、安全に開けません。",
)
_TOO_LARGE = Words(
    "The file was unsafe or too large to open: unpacked it has over 1 GB.",
    "展開すると 1 GB を超えるため、安全に開けません。",
)
_PACKED = Words(
    "The file was unsafe to open: its part {name} is packed more than {ratio} {ratio:time|times}.",
    "圧縮率が異常に高い部分({name})があり、安全に開けません。",
)
_ZIP_PASSWORD = Words("The file is a zip archive with a password.", "パスワード付きの zip 形式の書庫です。")
_COLLIDE = Words(
    "The file was unsafe to open: names or places of its parts collide.",
    "構成要素の名前や位置が重複しており、安全に開けません。",
)


def unlocked(path: Path) -> None:
    """Nobody looks into an encrypted Office document, which is an OLE file. Raises UnreadableError "encrypted"."""
    if _SEALED in path.read_bytes():
        raise UnreadableError(ENCRYPTED, "encrypted")


class Package:
    """An open package. Part names have no leading slash ("xl/workbook.xml") and are looked up in any case."""

    def __init__(self, file: IO[bytes], archive: zipfile.ZipFile, members: tuple[Member, ...]) -> None:
        self._file = file
        self._archive = archive
        self._members = {member.name.lower(): member for member in members}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open with guards against bombs.

        Raises:
            UnreadableError: "encrypted", "broken", "too_large", or "wrong_type" for a document of the old kind.
        """
        if content_of(path) == "ole":
            unlocked(path)
            raise UnreadableError(_OLD_KIND, "wrong_type")
        file = path.open("rb")
        try:
            archive = zipfile.ZipFile(file)
            members = members_of(file, archive)
            _guard(members)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            file.close()
            raise UnreadableError(_NOT_WHOLE, "broken") from error
        except UnreadableError:
            file.close()
            raise
        return cls(file, archive, members)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()
        self._file.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in their order."""
        return tuple(member.name for member in self._members.values())

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    @property
    def packed(self) -> int:
        """How many bytes all parts have as they are packed."""
        return sum(member.info.compress_size for member in self._members.values())

    def size(self, name: str) -> int:
        """How many bytes a part has when it is unpacked; 0 for a missing one."""
        member = self._members.get(name.lower())
        return member.info.file_size if member else 0

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            UnreadableError: "broken" when it is missing or damaged, "encrypted" when the zip has a password.
        """
        member = self._members.get(name.lower())
        if member is None:
            raise UnreadableError(_PART_MISSING.of(name=name), "broken")
        try:
            return self._archive.read(member.info)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise UnreadableError(_PART_DAMAGED.of(name=name), "broken") from error

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, a megabyte at a time, for one that is too large to be held.

        Raises:
            UnreadableError: as `read`, at any chunk.
        """
        member = self._members.get(name.lower())
        if member is None:
            raise UnreadableError(_PART_MISSING.of(name=name), "broken")
        try:
            with self._archive.open(member.info) as part:
                while chunk := part.read(_BIG):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise UnreadableError(_PART_DAMAGED.of(name=name), "broken") from error

    def check(self) -> None:
        """Unpack every part, which proves its checksum. Raises UnreadableError."""
        for name in self.names:
            for _ in self.chunks(name):
                pass

    def content_type(self, name: str) -> str:
        """The content type of a part, "" when none is told."""
        return content_type_of(self.read(_TYPES), name)

    def relations(self, name: str) -> tuple[Relation, ...]:
        """The relationships of a part ("" for those of the package); none when it has none."""
        part = rels_name(name)
        return relations_in(self.read(part)) if part in self else ()

    def related(self, name: str, kind: str) -> tuple[str, ...]:
        """The names of the parts that `name` refers to by relationships whose type ends in `kind` ("/styles")."""
        return tuple(
            target
            for relation in self.relations(name)
            if relation.type.endswith(kind) and not relation.external
            for target in [self.target(name, relation)]
            if target in self
        )

    def target(self, name: str, relation: Relation) -> str:
        """The part that a relationship of `name` leads to, as the package spells it.

        Names count in any case, and "%20" may be written in the names of the zip too.
        """
        target = resolved(name, relation.target)
        coded = resolved(name, relation.target.replace("%", "%25"))
        member = self._members.get(target.lower()) or self._members.get(coded.lower())
        return member.name if member else target

    def main_part(self, family: str) -> str:
        """The main part of a "sheet", "document" or "presentation".

        Raises:
            UnreadableError: "broken" when there is none, "wrong_type" when the package is of another family.
        """
        mains = self.related("", _MAIN)
        if not mains or _TYPES not in self:
            raise UnreadableError(_NO_OFFICE.of(family=_FAMILY_WORDS[family]), "broken")
        kind = self.content_type(mains[0])
        if any(word in kind for word in _FAMILIES[family]):
            return mains[0]
        for other, words in _FAMILIES.items():
            if any(word in kind for word in words):
                raise UnreadableError(_WRONG_NAME.of(family=_FAMILY_WORDS[other]), "wrong_type")
        raise UnreadableError(_UNKNOWN_MAIN.of(family=_FAMILY_WORDS[family]), "broken")

    @property
    def macros(self) -> bool:
        """Whether it carries a program (VBA or Excel 4 macro sheets). Kept as it is, never run."""
        return any(
            posixpath.basename(name).lower() == "vbaproject.bin" or "/macrosheets/" in f"/{name.lower()}"
            for name in self.names
        )

    @property
    def signed(self) -> bool:
        """Whether it has digital signatures, which any change makes invalid."""
        return any(name.lower().startswith("_xmlsignatures/") for name in self.names)

    def save(self, target: Path, changes: Mapping[str, bytes | Streamed | None]) -> None:
        """Write a copy to `target` in which the parts in `changes` have new bytes, are added, or are gone (None)."""
        wanted = {name.lower(): (name, data) for name, data in changes.items()}
        with target.open("wb") as out:
            written(self._file, self._archive, tuple(self._members.values()), wanted, out)


def resolved(name: str, target: str) -> str:
    """The name of the part that `target` means in a relationship of part `name`."""
    target = unquote(target.partition("#")[0]).replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target)).lstrip("/")


def rels_name(name: str) -> str:
    """The part that holds the relationships of part `name`."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def guard_sizes(members: Sequence[Member]) -> None:
    """Refuse what would fill the memory when it is unpacked. Raises UnreadableError."""
    if len(members) > MAX_PARTS:
        raise UnreadableError(_TOO_MANY_PARTS, "too_large")
    if sum(member.info.file_size for member in members) > MAX_TOTAL:
        raise UnreadableError(_TOO_LARGE, "too_large")
    end = 0
    for member in sorted(members, key=lambda one: one.start):
        info = member.info
        # A nearly empty drawing (EMF, BMP) of a few megabytes is packed so, and nothing makes a tree of it.
        bound = _BIG_MEDIA if "/media/" in member.name else _BIG
        if info.file_size > bound and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise UnreadableError(_PACKED.of(name=member.name[:80], ratio=MAX_RATIO), "too_large")
        if member.start < end:
            raise UnreadableError(_COLLIDE, "broken")
        end = member.end


def _guard(members: Sequence[Member]) -> None:
    guard_sizes(members)
    seen: set[str] = set()
    for member in members:
        name = member.name
        if member.info.flag_bits & 1:
            raise UnreadableError(_ZIP_PASSWORD, "wrong_type")  # no Office program opens that
        if name.lower() in seen or name.startswith("/") or ".." in name.split("/"):
            raise UnreadableError(_COLLIDE, "broken")
        seen.add(name.lower())
