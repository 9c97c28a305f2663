"""The port to documents: what is read out of a file, and what is made of it. Work is done in worker processes."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent.core.words import Words

Value = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text with its address: `anchor` is "Sheet1!A3:F3", "p2", "P14" (paragraph), "slide 3", "L120".

    `kind` is text, heading, row, cell, note, comment, hidden or header; `level` the depth of a heading. `hidden` says
    in English why a person who looks at the document does not see the words ("white text", "alt text"); "" when they
    are seen.
    """

    anchor: str
    text: str
    kind: str = "text"
    level: int = 0
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a document says. `format` is xlsx, docx, pptx, pdf, csv, eml, text or image; `facts` are about the
    whole ("3 sheets: ...", "2 comments", "no text: a scan"). `total` counts all passages of the file.
    """

    format: str
    passages: tuple[Passage, ...]
    total: int
    facts: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values at an address (sheet name, page). `first` is the 1-based row number of `rows[0]` in its source.

    `column` is the 1-based number of the first column in a sheet of cells; 0 for a table that lies in a text.
    `unsolved` are addresses ("C4") of formulas whose results the file does not hold: no program has computed them yet.
    `out_of_date`: the file asks for its formulas to be computed; results that it holds may be wrong until then.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    anchor: str = ""
    first: int = 1
    unsolved: tuple[str, ...] = ()
    column: int = 0
    out_of_date: bool = False

    def address(self, row: int, column: int) -> str:
        """Where `rows[row][column]` stands: "Sheet1!C4" in a workbook, "C4" in a CSV, else "p2 table 1 R3 C2"."""
        if not self.column:
            return f"{self.anchor} R{self.first + row} C{column + 1}".lstrip()
        letters, number = "", self.column + column
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{''.join(self.anchor.rpartition('!')[:2])}{letters}{self.first + row}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two versions of a document; "" where a side has nothing.

    `kind` is "" for contents, or text, table, value, formula, format, moved, added, removed, style, comment, picture,
    property.
    """

    anchor: str
    before: str
    after: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a document that opens. `code` is stable: formula_error, broken_reference, stale_value,
    missing_font, overflow, blank_page, leftover, invalid. A `grave` one makes the document wrong.
    """

    anchor: str
    code: str
    words: Words
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn page: `pages` is how many there are; `by` says who drew: pdfium, pillow, libreoffice, or deskhand for
    our own drawing, which shows text and grids and is no picture of the layout.
    """

    pages: int
    by: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What became of the parts of a package (a zip): names that changed, came or went; how many are the same bytes."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    identical: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Something by which a document leads out of itself, at `anchor` ("Sheet1!C4", "word/document.xml", "p2").

    `how` is a short stable code: "link", "picture", "template", "formula IMAGE", "dde", "macro", "text formula IMAGE".
    `address` is where it leads, word for word; "" when it is made of other values (`how` ends with " computed" then)
    or has none. `fetches`: opening or viewing the document is enough to contact the address or to run something; else a
    person must click. To compare two versions, look at (how, address): anchors move when rows are inserted. What has no
    address is told apart by its anchor and by `made_by`, a checksum of the formula, field or script that makes it.
    """

    anchor: str
    how: str
    address: str
    fetches: bool
    made_by: str = ""


Op = Mapping[str, object]


class Documents(Protocol):
    """Every format behind one door. All paths are private copies or places in the Staging, never the user's files.

    `source` paths carry the extension of the user's file. All methods block and may be called from any thread.

    Raises (every method):
        UnreadableError: broken, encrypted, too large, of an unknown kind, or a worker was killed by its limits.
        InvalidArgumentsError: an op or a range does not fit; the sentence says what would be right.
    """

    def read(self, source: Path, *, start: int = 0, count: int = 400, part: str = "") -> Content:
        """Passages `start`.. of the document; `part` narrows to a sheet, a range ("Sheet1!A1:C9") or pages ("2-5")."""
        ...

    def tables(self, source: Path, *, part: str = "") -> tuple[Table, ...]:
        """All sheets of a workbook, the one table of a CSV, or the tables found in a PDF, .docx or .pptx."""
        ...

    def edit(self, source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
        """Write to `target` what `source` becomes by `ops`; parts that no op names stay byte-identical.

        Returns one sentence for each op. See `agent/documents/README.md` for the ops of each format.
        """
        ...

    def create(self, content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
        """Write a new document to `target`; its extension says the format. Returns sentences of what was made."""
        ...

    def pages(self, sources: Sequence[Path], ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
        """A new PDF at `target` from pages of `sources`: ops select, rotate and order pages, or fill a form."""
        ...

    def render(self, source: Path, page: int, target: Path, *, width: int = 1200) -> Drawing:
        """Draw page `page` (from 1; an image has one) as PNG to `target`, `width` pixels wide."""
        ...

    def convert(self, source: Path, target: Path) -> tuple[Words, ...]:
        """Write `source` as the format of the extension of `target`; returns sentences of what was left out."""
        ...

    def extract(self, source: Path, part: str, target: Path) -> tuple[Words, ...]:
        """Write what lies at `part` in `source` to `target`, byte for byte: "attachment 2" of a mail or PDF, an entry
        of an archive by its name, "mail 3" of a mailbox, "picture 2" or "file 1" of an Office document.
        """
        ...

    def redline(self, before: Path, after: Path, target: Path, *, author: str) -> tuple[Words, ...]:
        """Write `before` to `target` with everything that makes it `after` as tracked changes by `author`."""
        ...

    def unlock(self, source: Path, password: str, target: Path) -> None:
        """Write what is encrypted in `source` to `target`. Raises UnreadableError: "wrong_password"."""
        ...

    def lock(self, source: Path, password: str, target: Path) -> None:
        """Write `source` to `target`, encrypted with `password`."""
        ...

    def check(self, path: Path) -> None:
        """Prove that the file opens as what its extension says; used on every staged file before commit."""
        ...

    def problems(self, source: Path) -> tuple[Problem, ...]:
        """What is wrong with a document that opens, the gravest first, at most 500."""
        ...

    def diff(self, before: Path | None, after: Path | None) -> tuple[Difference, ...]:
        """What changed, cell by cell, paragraph by paragraph or line by line; at most 500 differences."""
        ...

    def parts(self, before: Path, after: Path) -> Parts:
        """How the parts of two packages compare, byte for byte, as they lie in the zip; another file is one part."""
        ...

    def operations(self, name: str) -> Mapping[str, str]:
        """The ops of `edit` for a file of this name: a line of JSON for each, with its rules."""
        ...

    def reaches(self, source: Path) -> tuple[Reach, ...]:
        """Everything by which the file leads out of itself; nothing of it is followed. None for kinds without such.

        Raises also:
            UnreadableError: "too_large" when there are more than can be told: never a part of them.
        """
        ...
