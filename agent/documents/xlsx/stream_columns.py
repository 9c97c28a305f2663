"""Some columns of a large worksheet part, read as a stream of bytes."""

import re
from collections.abc import Callable, Iterable, Sequence

from agent.core.errors import UnreadableError
from agent.documents.opc.xml_text import decoded_xml
from agent.documents.xlsx.sheet import SHEET_CUT, Sheet, row_number
from agent.documents.xlsx.stream import Source, opened

Take = Callable[[int, str, str, str, bytes], None]
"""Takes a cell: the number of its row, the letters of its column, its style, its kind (t), and its value in UTF-8."""
# What follows the letters of the column in the form in which nearly all programs write cells with a plain value.
_USUAL = re.compile(rb"(\d+)\"(?: s=\"(\d+)\")?(?: t=\"(\w+)\")?><v>([^<&]+)</v></c>")


def narrowed(chunks: Iterable[bytes], columns: Sequence[str], low: int, high: int, take: Take) -> Sheet | None:
    """The rows `low`..`high` of a part that comes in `chunks`: cells of `columns` ("B") with a plain value go to
    `take`, the others are in the Sheet. None when some cell does not tell its address: forget what was taken then.

    Raises:
        UnreadableError: it is broken.
    """
    source = Source(iter(chunks))
    data = opened(source)
    if data is None:
        return None
    prefix = data[1]
    letters = "|".join(columns).encode()
    token = re.compile(
        rb"<%(p)srow(?=[\s/>])([^<>]*)>|<%(p)sc r=\"(?:%(l)s)\d+\"[^<>]*(?:/>|>.*?</%(p)sc>)|</%(p)ssheetData"
        % {b"p": re.escape(prefix), b"l": letters},
        re.DOTALL,
    )
    rows: list[bytes] = []
    at, number, done = data.end(), 0, False
    while not done:
        # A cell may be cut by the end of the block: only what stands before its last row is read.
        end = source.block.rfind(b"<" + prefix + b"row", at)
        last = source.block.find(b"</" + prefix + b"sheetData", at)
        done = last >= 0
        end = last if done else end
        if end > at:
            block = source.block[at:end]
            if not _addressed(block, prefix):
                return None
            if prefix:
                number = _narrowed(block, token, rows, number, (low, high))
            else:
                _taken(block, columns, rows, (low, high), take)
        if not done and not source.more(max(at, end)):
            raise UnreadableError(SHEET_CUT, "broken")
        at = 0
    text = b"".join([b"<", prefix, b"sheetData>", *rows, b"</", prefix, b"sheetData>"])
    return Sheet(decoded_xml(text)[0])


def _addressed(block: bytes, prefix: bytes) -> bool:
    """Whether all cells of a block tell their addresses."""
    told = block.count(b"<" + prefix + b'c r="')
    return told == block.count(b"<" + prefix + b"c") or told == len(
        re.findall(rb"<%sc[\s/>]" % re.escape(prefix), block)
    )


def _taken(block: bytes, columns: Sequence[str], rows: list[bytes], span: tuple[int, int], take: Take) -> None:
    """Take the cells of a block; those of another form become `rows` of their own.

    Texts are cut at fixed words: a pattern takes 5 times as long.
    """
    for letters in columns:
        start = b'<c r="' + letters.encode()
        for piece in block.split(start)[1:]:
            found = _USUAL.match(piece)
            if found is not None:
                row = int(found[1])
                if span[0] <= row <= span[1]:
                    take(row, letters, (found[2] or b"").decode(), (found[3] or b"").decode(), found[4])
            elif piece[:1].isdigit():
                tag = piece[: piece.find(b">") + 1]
                cell = tag if tag.endswith(b"/>") else piece[: piece.find(b"</c>") + 4]
                row = int(piece[: piece.find(b'"')])
                if span[0] <= row <= span[1]:
                    rows.append(b'<row r="%d">%s%s</row>' % (row, start, cell))


def _narrowed(block: bytes, token: "re.Pattern[bytes]", rows: list[bytes], number: int, span: tuple[int, int]) -> int:
    """Add the rows of a block with the cells that `token` finds; returns the number of the last row."""
    for found in token.finditer(block):
        if found[1] is not None:
            number = row_number(found[1].decode("latin-1"), number + 1)
        elif span[0] <= number <= span[1]:
            rows.append(b'<row r="%d">%s</row>' % (number, found[0]))
    return number
