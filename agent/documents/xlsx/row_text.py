"""The rows in the text of a sheet: replaced, with all around them as it is."""

from collections.abc import Iterable

from agent.documents.xlsx.sheet import Row, Sheet, attributes_of


def with_rows(sheet: Sheet, inner: str) -> str:
    """The text of the sheet with other rows; a <sheetData/> that has none is opened."""
    if not sheet.alone:
        return sheet.text[: sheet.start] + inner + sheet.text[sheet.end :]
    if not inner:
        return sheet.text
    opening = sheet.text[: sheet.tag[1]].removesuffix("/>").rstrip()
    return f"{opening}>{inner}</{sheet.prefix}sheetData>{sheet.text[sheet.tag[1] :]}"


def with_stretches(sheet: Sheet, pieces: Iterable[tuple[int, int, str]]) -> str:
    """The text of the sheet with stretches of its rows replaced: where each begins and ends, and its new text."""
    wanted = sorted((piece for piece in pieces if piece[0] != piece[1] or piece[2]), key=lambda piece: piece[:2])
    if sheet.alone:
        return with_rows(sheet, "".join(new for _, _, new in wanted))
    out: list[str] = []
    at = 0
    for start, end, new in wanted:
        out += [sheet.text[at:start], new]
        at = end
    return "".join([*out, sheet.text[at:]])


def row_style(sheet: Sheet, row: Row | None) -> int | None:
    """The style that a row gives to its empty cells; None when it gives none."""
    if row is None:
        return None
    told = attributes_of(sheet.text[row.start : row.inner])
    given = told.get("customFormat") in {"1", "true"} and told.get("s", "").isdigit()
    return int(told["s"]) if given else None
