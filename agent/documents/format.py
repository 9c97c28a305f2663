"""Which code reads which file: by its extension, and only when its first bytes agree.

A format is a module of this package. Each offers, at its top level, those of these functions that make sense for it
(`source` exists and its first bytes fit its extension; `target` has the right extension and is to be written):

    read(source: Path, start: int, count: int, part: str) -> Content
    tables(source: Path, part: str) -> tuple[Table, ...]
    edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]
    create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]
    check(path: Path) -> None
    diff(before: Path, after: Path) -> tuple[Difference, ...]
    render(source: Path, page: int, target: Path, width: int) -> Drawing
    convert(source: Path, target: Path) -> tuple[Words, ...]
    extract(source: Path, part: str, target: Path) -> tuple[Words, ...]
    redline(before: Path, after: Path, target: Path, author: str) -> tuple[Words, ...]
    problems(source: Path) -> tuple[Problem, ...]
    unlock(source: Path, password: str, target: Path) -> None
    lock(source: Path, password: str, target: Path) -> None
    TARGETS: Mapping[str, frozenset[str]]   what `convert` writes, by the extension of the source ("": of all others);
                                            the rest is done by `agent.documents.bridge`
    OPERATIONS: Mapping[str, Operation]     what `edit` takes, see `agent.documents.operations`

What a module lacks is refused with a sentence. `agent.documents.pdf.document` has `pages(sources, ops, target)` too.
"""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, cast

from agent.core.documents import Content, Difference, Drawing, Op, Problem, Table
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.closed_kinds import closed_words
from agent.documents.magic import MISNAMED, content_of
from agent.documents.operations import Operation

_UNKNOWN = Words(
    "A {kind} file of this kind cannot be read.", "{kind} ファイルは、対応していない形式のため読み取れません。"
)
_EMPTY = Words("The file is empty: it has no bytes at all.", "ファイルが空です。中身がまったくありません。")
_MISNAMED = Words(
    "The file's name ends in {suffix}, but it holds {content}. Give it the name that fits.",
    "ファイル名の末尾は {suffix} ですが、中身は{content}です。中身に合った名前に変更してください。",
)


class Format(Protocol):
    """The port inside a worker: what `agent.core.documents.Documents` offers, for one format."""

    def read(self, source: Path, start: int, count: int, part: str) -> Content:
        """Passages `start`.. of the document."""
        ...

    def tables(self, source: Path, part: str) -> tuple[Table, ...]:
        """Its tables as typed values."""
        ...

    def edit(self, source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
        """Write the edited document to `target`."""
        ...

    def create(self, content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
        """Write a new document to `target`."""
        ...

    def check(self, path: Path) -> None:
        """Prove that it opens."""
        ...

    def diff(self, before: Path, after: Path) -> tuple[Difference, ...]:
        """What changed between two versions of the same format."""
        ...

    def render(self, source: Path, page: int, target: Path, width: int) -> Drawing:
        """Draw a page as PNG."""
        ...

    def convert(self, source: Path, target: Path) -> tuple[Words, ...]:
        """Write another format."""
        ...

    def extract(self, source: Path, part: str, target: Path) -> tuple[Words, ...]:
        """Write a file that lies in it."""
        ...

    def redline(self, before: Path, after: Path, target: Path, author: str) -> tuple[Words, ...]:
        """Write the first with tracked changes that make it the second."""
        ...

    def problems(self, source: Path) -> tuple[Problem, ...]:
        """What is wrong although it opens."""
        ...

    def unlock(self, source: Path, password: str, target: Path) -> None:
        """Write it without its encryption."""
        ...

    def lock(self, source: Path, password: str, target: Path) -> None:
        """Write it with encryption."""
        ...

    @property
    def draws(self) -> bool:
        """Whether it has pages of its own to `render`."""
        ...

    @property
    def converts(self) -> bool:
        """Whether it has a `convert` of its own."""
        ...

    def targets(self, source: Path) -> frozenset[str]:
        """The extensions that its own `convert` writes."""
        ...

    @property
    def operations(self) -> Mapping[str, str]:
        """The ops of `edit` with the line of each."""
        ...


@dataclass(frozen=True, slots=True)
class _Kind:
    module: str
    contents: frozenset[str]


def _kinds(module: str, extensions: str, *contents: str) -> dict[str, _Kind]:
    return {f".{name}": _Kind(module, frozenset(contents)) for name in extensions.split()}


_TEXT = "txt md markdown jsonl log html htm xml yaml yml toml ini cfg py js css sql ics vcf"
_KINDS: Mapping[str, _Kind] = {
    # An encrypted OOXML file is an OLE file: the package layer says so.
    **_kinds("xlsx.workbook", "xlsx xlsm xltx xltm", "zip", "ole"),
    **_kinds("docx.document", "docx docm dotx dotm", "zip", "ole"),
    **_kinds("pptx.presentation", "pptx pptm potx potm ppsx ppsm", "zip", "ole"),
    **_kinds("xlsx.old_sheets", "xls", "ole"),
    **_kinds("xlsx.old_sheets", "xlsb ods", "zip", "ole"),
    **_kinds("texts.csv_file", "csv tsv", "text"),
    **_kinds("texts.json_file", "json", "text"),
    **_kinds("texts.text", _TEXT, "text"),
    **_kinds("mail.mail", "eml", "text"),
    **_kinds("mail.mailbox", "mbox", "text"),
    **_kinds("mail.archive", "zip", "zip"),
    **_kinds("mail.mail", "msg", "ole"),
    **_kinds("pdf.document", "pdf", "pdf"),
    **_kinds("pictures.image", "png jpg jpeg gif webp bmp tif tiff", "png", "jpeg", "gif", "webp", "bmp", "tiff"),
    **_kinds("pictures.image", "heic heif avif", "heif"),
    **_kinds("video.video", "mp4 m4v mov webm mkv avi", "mp4", "matroska", "avi"),
}
_BY_CONTENT = {
    "text": "texts.text",
    "pdf": "pdf.document",
    "png": "pictures.image",
    "jpeg": "pictures.image",
    "gif": "pictures.image",
    "webp": "pictures.image",
    "heif": "pictures.image",
}


def format_of(path: Path) -> Format:
    """The Format of an existing file.

    Raises:
        UnreadableError: "empty" for no bytes where some are needed, "wrong_type" when the bytes are not what the
            extension says, "unknown_kind" when neither is known.
    """
    content = content_of(path)
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        if (words := closed_words(path.suffix.lower())) is not None:
            raise UnreadableError(words, "unknown_kind")
        if content not in _BY_CONTENT:
            words = _UNKNOWN.of(kind=Words(path.suffix or "nameless", path.suffix or "拡張子のない"))
            raise UnreadableError(words, "unknown_kind")
        return _Format(_BY_CONTENT[content])
    if content == "empty" and "text" not in kind.contents:
        raise UnreadableError(_EMPTY, "empty")
    if content not in kind.contents and content != "empty":
        raise UnreadableError(_MISNAMED.of(suffix=path.suffix, content=MISNAMED[content]), "wrong_type")
    return _Format(kind.module)


def format_for(target: Path) -> Format:
    """The Format that creates a file of the extension of `target`.

    Raises:
        InvalidArgumentsError: no format has that extension.
    """
    kind = _KINDS.get(target.suffix.lower())
    if kind is None:
        raise InvalidArgumentsError(
            f"A file that ends in {target.suffix!r} cannot be created. "
            "Take .xlsx, .docx, .pptx, .csv, .txt, .md, .html, .json, .eml or .zip."
        )
    return _Format(kind.module)


_CANNOT = {
    "tables": "no tables are read from this kind of file; read it instead",
    "edit": "this kind of file can be read but not edited; create a new document (.xlsx, .docx, .md) instead",
    "create": "this kind of file cannot be created; take .xlsx, .docx, .pptx, .csv, .txt or .md",
    "render": "this kind of file has no pages to draw; read it, or read its tables",
    "diff": "two files of this kind cannot be compared",
    "convert": "this kind of file is not written as another kind here",
    "extract": "no files lie in this kind of file",
    "redline": "tracked changes are made for Word documents only",
    "unlock": "passwords are taken for Office and PDF files only",
    "lock": "a password can be given to Office and PDF files only",
}


@dataclass(frozen=True, slots=True)
class _Format:
    """A Format whose functions are those of a module, which is loaded when it is needed."""

    name: str

    def read(self, source: Path, start: int, count: int, part: str) -> Content:
        return cast("Content", self._module().read(source, start, count, part))

    def tables(self, source: Path, part: str) -> tuple[Table, ...]:
        return cast("tuple[Table, ...]", self._having("tables").tables(source, part))

    def edit(self, source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
        return cast("tuple[Words, ...]", self._having("edit").edit(source, ops, target))

    def create(self, content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
        return cast("tuple[Words, ...]", self._having("create").create(content, target))

    def check(self, path: Path) -> None:
        self._module().check(path)

    def diff(self, before: Path, after: Path) -> tuple[Difference, ...]:
        return cast("tuple[Difference, ...]", self._having("diff").diff(before, after))

    def render(self, source: Path, page: int, target: Path, width: int) -> Drawing:
        return cast("Drawing", self._having("render").render(source, page, target, width))

    def convert(self, source: Path, target: Path) -> tuple[Words, ...]:
        return cast("tuple[Words, ...]", self._having("convert").convert(source, target))

    def extract(self, source: Path, part: str, target: Path) -> tuple[Words, ...]:
        return cast("tuple[Words, ...]", self._having("extract").extract(source, part, target))

    def redline(self, before: Path, after: Path, target: Path, author: str) -> tuple[Words, ...]:
        return cast("tuple[Words, ...]", self._having("redline").redline(before, after, target, author))

    def problems(self, source: Path) -> tuple[Problem, ...]:
        module = self._module()
        return cast("tuple[Problem, ...]", module.problems(source)) if hasattr(module, "problems") else ()

    def unlock(self, source: Path, password: str, target: Path) -> None:
        self._having("unlock").unlock(source, password, target)

    def lock(self, source: Path, password: str, target: Path) -> None:
        self._having("lock").lock(source, password, target)

    @property
    def draws(self) -> bool:
        return hasattr(self._module(), "render")

    @property
    def converts(self) -> bool:
        return hasattr(self._module(), "convert")

    def targets(self, source: Path) -> frozenset[str]:
        known: Mapping[str, frozenset[str]] = getattr(self._module(), "TARGETS", {})
        return known.get(source.suffix.lower(), known.get("", frozenset()))

    @property
    def operations(self) -> Mapping[str, str]:
        known: Mapping[str, Operation[Any]] = getattr(self._module(), "OPERATIONS", {})
        return {name: one.form for name, one in known.items()}

    def _module(self) -> ModuleType:
        return importlib.import_module(f"agent.documents.{self.name}")

    def _having(self, word: str) -> ModuleType:
        module = self._module()
        if not hasattr(module, word):
            raise InvalidArgumentsError(f"That is not possible: {_CANNOT[word]}.")
        return module
