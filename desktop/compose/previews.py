"""What a file or a change looks like, for the preview pane. Blocks: call it in a thread."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.changes import Change, Create, Delete, MakeFolder, Modify, Move
from agent.core.documents import Difference, Documents, Value
from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.paths import Place
from agent.core.ports import Files
from agent.core.words import Words
from agent.documents.anchors import Spot, spot_of
from agent.documents.telling import counted, told
from desktop.wire.messages import Look, Preview, Told

MAX_ROWS = 200
MAX_COLUMNS = 40
MAX_TEXT = 20_000
MAX_DIFFERENCES = 200
"""On one page of them."""
MAX_PIECE, MAX_PIECES = 1_500, 40_000
"""Characters of one piece, and of all on a page: 600,000 kept the window for 1.6 s."""
PAGE_WIDTH = 900
_TABLES = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".csv", ".tsv"})
_PAGES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"})
_LAID_OUT = frozenset({".docx", ".docm", ".dotx", ".dotm", ".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm"})
_OF_CELLS = frozenset({"", "value", "formula", "added"})
FIRST = Look()
BY_OFFICE = Words("Drawn by LibreOffice; another program may lay it out a little differently.",
                   "LibreOffice による表示です。ほかのソフトでは体裁が少し異なることがあります。")  # fmt: skip


class Previews:
    """Looks at files of one Session. `files` makes the copies that the workers read."""

    def __init__(self, files: Files, documents: Documents, language: str = "") -> None:
        self._files = files
        self._documents = documents
        self._language = language

    def file(self, place: Place, look: Look = FIRST) -> Preview:
        """A file as it is now."""
        return self.path(self._files.snapshot(place).path, place.name, look)

    def path(self, path: Path, title: str, look: Look = FIRST) -> Preview:
        """Any file that may be read; what cannot be shown says why."""
        spot = spot_of(look.spot)
        page = look.page or spot.page or 1
        if look.page:
            spot = Spot()
        try:
            if path.suffix.lower() in _TABLES:
                return self._table(path, title, page, spot, look.spots)
            if path.suffix.lower() in _PAGES:
                return self._page(path, title, page)
            laid_out = self._laid_out(path, title, page) if path.suffix.lower() in _LAID_OUT else None
            return laid_out or self._text(path, title)
        except ToolError as error:
            return Preview("message", title, text=error.words.text(self._language))

    def change(self, change: Change, look: Look = FIRST) -> Preview:
        """What a Change would do: the differences, or a page of the new file."""
        title = change.place.name
        match change:
            case Create(staged=staged):
                return self.path(Path(staged.path), title, look)
            case Modify(place, staged=staged):
                return self.between(self._files.snapshot(place).path, Path(staged.path), title, look)
            case Move(place, to):
                return Preview("differences", title, differences=(Told("", "", (("-", str(place)), ("+", str(to)))),))
            case Delete(place):
                entry = self._files.entry(place)
                folder = entry is not None and entry.kind == "folder"
                return Preview("message", title, text=str(place)) if folder else self.file(place, look)
            case MakeFolder(place):
                return Preview("message", title, text=str(place))

    def between(self, before: Path | None, after: Path | None, title: str, look: Look = FIRST) -> Preview:
        """The differences of two versions, or one of them; the only one when there is but one."""
        if before is None or after is None:
            only = before or after
            return self.path(only, title, look) if only else Preview("message", title)
        if look.side:
            side = before if look.side == "before" else after
            shown = self.path(side, title, look)
        else:
            shown = self._differences(before, after, title, max(look.page, 1))
        return replace(shown, sides=True, side=look.side, spot=shown.spot or look.spot)

    def _differences(self, before: Path, after: Path, title: str, page: int) -> Preview:
        try:
            found = self._documents.diff(before, after)
        except ToolError as error:
            return Preview("message", title, text=error.words.text(self._language))
        pages = max(1, -(-len(found) // MAX_DIFFERENCES))
        page = min(page, pages)
        part = found[(page - 1) * MAX_DIFFERENCES : page * MAX_DIFFERENCES]
        text = counted(len(found)).text(self._language) if found else ""
        longest = max(200, min(MAX_PIECE, MAX_PIECES // max(1, len(part))))
        shown = tuple(self._told(one, title, longest) for one in part)
        spot = part[0].anchor if part else ""
        return Preview(
            "differences", title, text, differences=shown, page=page, pages=pages, spot=spot, total=len(found),
            spots=tuple(one.anchor for one in part if one.kind in _OF_CELLS),
        )  # fmt: skip

    def _told(self, one: Difference, file: str, longest: int) -> Told:
        said = told(one, file, self._language, brief=True)
        return Told(said.place, said.kind, tuple((sign, _short(text, longest)) for sign, text in said.pieces))

    def _table(self, path: Path, title: str, page: int, spot: Spot, spots: Sequence[str]) -> Preview:
        tables = self._documents.tables(path)
        if not tables:
            return Preview("table", title)
        if spot.sheet:
            page = next((at for at, one in enumerate(tables, 1) if one.name == spot.sheet), page)
        page = min(max(page, 1), len(tables))
        table = tables[page - 1]
        name = f"{title} · {table.name}" if len(tables) > 1 else title
        row = spot.row - table.first
        skipped = max(0, row - MAX_ROWS // 2) if row >= MAX_ROWS else 0
        marked = (row - skipped, spot.column - 1) if spot.row and 0 <= row < len(table.rows) else ()
        rows, first = _rows(table.rows[skipped:]), table.first + skipped
        marks = _marks(spots, table.name, first, len(rows))
        return Preview("table", name, rows=rows, page=page, pages=len(tables), first=first, mark=marked, marks=marks)

    def _page(self, path: Path, title: str, page: int) -> Preview:
        return self._drawn(path, title, page)[0]

    def _laid_out(self, path: Path, title: str, page: int) -> Preview | None:
        """A page as an Office program lays it out; None where none is, since words alone are better read as words."""
        preview, by = self._drawn(path, title, page)
        return replace(preview, text=BY_OFFICE.text(self._language)) if by == "libreoffice" else None

    def _drawn(self, path: Path, title: str, page: int) -> tuple[Preview, str]:
        target = self._files.stage(".png")
        try:
            drawing = self._documents.render(path, page, target, width=PAGE_WIDTH)
        except InvalidArgumentsError:
            if page == 1:
                raise
            # The other version has more pages: its last one stands nearest.
            last = self._documents.render(path, 1, target, width=PAGE_WIDTH).pages
            drawing = self._documents.render(path, page := last, target, width=PAGE_WIDTH)
        image = base64.b64encode(target.read_bytes()).decode("ascii")
        return Preview("image", title, image=image, page=page, pages=drawing.pages), drawing.by

    def _text(self, path: Path, title: str) -> Preview:
        content = self._documents.read(path)
        text = "\n".join(passage.text for passage in content.passages)
        return Preview("text", title, text=text[:MAX_TEXT])


def _marks(spots: Sequence[str], sheet: str, first: int, count: int) -> tuple[tuple[int, int], ...]:
    """The cells at `spots` among `count` rows from the row `first`: rows and columns from 0."""
    found: set[tuple[int, int]] = set()
    for area in spots:
        start, end = spot_of(area), spot_of(area.rpartition(":")[2])
        if start.row and end.row and start.sheet in {"", sheet}:
            rows = range(max(start.row, first), min(end.row, first + count - 1) + 1)
            columns = range(start.column - 1, min(end.column, MAX_COLUMNS))
            found |= {(row - first, column) for row in rows for column in columns}
    return tuple(sorted(found))


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def _rows(rows: Sequence[Sequence[Value]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_shown(value) for value in row[:MAX_COLUMNS]) for row in rows[:MAX_ROWS])


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
