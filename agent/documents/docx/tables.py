"""New tables of a Word document: a header that comes again on every page, numbers at the right, rows in one piece."""

from collections.abc import Sequence

from agent.documents.docx.numbers import is_number
from agent.documents.docx.sections import column_widths
from agent.documents.opc.xml_text import escaped

_FILL = "E8ECF4"
_SHORT = 12
_SPACE = '<w:spacing w:before="40" w:after="40"/>'
_LOOK = '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noVBand="1"/>'


def table_xml(
    inner: Sequence[Sequence[str]],
    texts: Sequence[Sequence[str]],
    style: str,
    total: int,
    *,
    widths: Sequence[int] = (),
    header: bool = True,
) -> str:
    """A table with the prefix w:. `inner` are the runs of each cell, `texts` their words, which tell the widths.

    `total` and `widths` are in twips; `style` is the id of a table style. All rows have the same length.
    """
    wide = list(widths) or column_widths(texts, total)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in wide)
    properties = f'<w:tblStyle w:val="{escaped(style)}"/><w:tblW w:w="{sum(wide)}" w:type="dxa"/>{_LOOK}'
    numbers = [_counts([row[index] for row in texts[header:]]) for index in range(len(wide))]
    # A short table stays on one page; a longer one goes on below its header.
    kept = range(len(texts) - 1) if len(texts) <= _SHORT else range(int(header))
    rows = "".join(
        _row(cells, words, wide, numbers if header and number == 0 else (), keep=number in kept)
        for number, (cells, words) in enumerate(zip(inner, texts, strict=True))
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _counts(column: Sequence[str]) -> bool:
    """Whether a column holds numbers, so that its title stands above them at the right."""
    return any(column) and all(is_number(text) for text in column if text)


def _row(
    inner: Sequence[str], texts: Sequence[str], widths: Sequence[int], numbers: Sequence[bool], *, keep: bool
) -> str:
    """A row, the header where `numbers` tells which of its columns hold numbers; `keep`: on the page of the next."""
    cells, header = [], bool(numbers)
    for index, (runs, text, width) in enumerate(zip(inner, texts, widths, strict=True)):
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{_FILL}"/>' if header else ""
        right = numbers[index] if header else is_number(text)
        side = '<w:jc w:val="right"/>' if right else ""
        beside = "<w:keepNext/>" if keep else ""
        told = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}<w:vAlign w:val="center"/></w:tcPr>'
        cells.append(f"<w:tc>{told}<w:p><w:pPr>{beside}{_SPACE}{side}</w:pPr>{runs}</w:p></w:tc>")
    head = "<w:cantSplit/>" + ("<w:tblHeader/>" if header else "")
    return f"<w:tr><w:trPr>{head}</w:trPr>{''.join(cells)}</w:tr>"
