"""A PDF that is being changed: its sources, what is written of it, and the words that all its ops share."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.errors import FileNotDecryptedError

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.facts import ENCRYPTED
from agent.documents.pdf import text as pdf_text
from agent.documents.pdf.increment import NotAddableError, with_increment
from agent.documents.pdf.page_ranges import page_numbers
from agent.documents.pdf.proof import Proof
from agent.documents.pdf.structure import DAMAGE, structure_of
from agent.documents.pictures import image

PROTECTED = Words(
    "The author protected this PDF against changes; it can only be read.",
    "この PDF は作成者によって変更が禁止されています。読み取りのみ可能です。",
)
_DAMAGED = Words(
    "The structure of the PDF is damaged; its text can still be read.",
    "PDF の構造が壊れています。文字の読み取りは可能です。",
)
_PAGES_LOST = Words(
    "The PDF could not be put together without losing pages.", "ページを失わずに PDF をまとめることができませんでした。"
)


@dataclass(slots=True)
class Draft:
    """What the ops of one call work on.

    `readers` are made when a source is asked for. `base` is the one reader of which `writer` is a copy; `adds` says
    that only what changed will be written, behind the bytes of `base`. `password` encrypts the result: (user, owner,
    permissions); `proofs` must hold for it.
    """

    sources: Sequence[Path]
    writer: PdfWriter
    base: PdfReader | None = None
    adds: bool = False
    said: list[Words] = field(default_factory=list)
    locks: tuple[str, str, UserAccessPermissions] | None = None
    proofs: list[Proof] = field(default_factory=list)

    def source_in(self, op: Op, key: str = "source") -> int:
        """The index of a source. Raises InvalidArgumentsError."""
        index = op.get(key, 0)
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(self.sources):
            raise InvalidArgumentsError(f"{key!r} is a number from 0 to {len(self.sources) - 1}, not {index!r}.")
        return index

    def save(self, target: Path) -> None:
        """Write the result and prove that it opens with all its pages."""
        expected = len(self.writer.pages)
        content = self._added() if self.adds else self._locked()
        with pdf_text.opened(content, password=self.locks[1] if self.locks else None) as document:
            if len(document) != expected:
                raise UnreadableError(_PAGES_LOST, "broken")
            if self.proofs:
                reader = PdfReader(io.BytesIO(content), password=self.locks[1] if self.locks else None)
                for proof in self.proofs:
                    proof.hold(document, reader)
        target.write_bytes(content)

    @contextmanager
    def drawn(self) -> Iterator[pypdfium2.PdfDocument]:
        """The document as it is by now, to be read and drawn; not encrypted."""
        document = pypdfium2.PdfDocument(self._added() if self.adds else self._anew())
        try:
            if document.get_formtype() != pdfium.FORMTYPE_NONE:
                document.init_forms()
            yield document
        finally:
            document.close()

    def _added(self) -> bytes:
        if self.base is None:
            raise NotAddableError
        return with_increment(self.sources[0].read_bytes(), self.base, self.writer)

    def _anew(self) -> bytes:
        out = io.BytesIO()
        self.writer.write(out)
        return out.getvalue()

    def _locked(self) -> bytes:
        if self.locks is not None:
            user, owner, permissions = self.locks
            self.writer.encrypt(user, owner, permissions_flag=permissions, algorithm="AES-256")
        return self._anew()


def reader_of(source: Path) -> PdfReader:
    """The document to take pages from; a picture is one whose page is the picture.

    Raises:
        UnreadableError: it is broken, encrypted, or protected against changes.
    """
    if source.suffix.lower() != ".pdf":
        return PdfReader(io.BytesIO(image.as_pdf(source)))
    with pdf_text.opened(source):
        pass
    with damage_told():
        reader = structure_of(source)
        may = reader.user_access_permissions if reader.is_encrypted else None
        if may is not None and not may & (UserAccessPermissions.MODIFY | UserAccessPermissions.ASSEMBLE_DOC):
            raise UnreadableError(PROTECTED, "encrypted")
        len(reader.pages)
        return reader


@contextmanager
def damage_told() -> Iterator[None]:
    """What pypdf raises for damaged structures becomes an UnreadableError, "broken"."""
    try:
        yield
    except FileNotDecryptedError as error:
        raise UnreadableError(ENCRYPTED, "encrypted") from error
    except DAMAGE as error:
        raise UnreadableError(_DAMAGED, "broken") from error


def pages_in(op: Op, total: int, key: str = "pages") -> list[int]:
    """The numbers of the pages that an op names; all of `total` when it names none. Raises InvalidArgumentsError."""
    wanted = op.get(key, "")
    if isinstance(wanted, list):
        wanted = ",".join(map(str, wanted))
    return page_numbers(str(wanted), total) if wanted not in ("", "all") else list(range(1, total + 1))


def named_pages(op: Op, total: int, key: str = "pages") -> list[int]:
    """The same for ops that must not mean all pages by leaving them out, each once. Raises InvalidArgumentsError."""
    if op.get(key, "") in ("", [], None):
        raise InvalidArgumentsError(f"{op.get('op')!r} needs {key!r}, for example '2-3,7'.")
    return sorted(set(pages_in(op, total, key)))


def count_words(pages: int) -> Words:
    """So many pages."""
    return Words(f"{pages} page{'s' if pages != 1 else ''}", f"{pages} ページ")


def list_words(numbers: Sequence[int]) -> Words:
    """Which pages: "page 3", "pages 1, 2"; at most 30 of them are named."""
    told = ", ".join(map(str, numbers[:30]))
    rest = len(numbers) - 30
    more, ja = (f" and {rest} more", f" ほか {rest} ページ") if rest > 0 else ("", "")
    return Words(f"page{'s' if len(numbers) != 1 else ''} {told}{more}", f"{told} ページ{ja}")
