"""Addresses in documents as a person says them: "slide 3 shape 2" is "slide 3, shape 2" and 「スライド 3、図形 2」.

Programs and models go on using the address itself; cells ("Sheet1!B4") are what people say already.
"""

import re
from dataclasses import dataclass

from agent.core.words import Words
from agent.documents.xlsx.cell_names import column_number

_STEPS = tuple((re.compile(pattern), Words(en, ja)) for pattern, en, ja in (
    (r"P(\d+)", "paragraph {0}", "段落 {0}"),
    (r"T(\d+)", "table {0}", "表 {0}"),
    (r"R(\d+)", "row {0}", "{0} 行目"),
    (r"C(\d+)", "column {0}", "{0} 列目"),
    (r"L(\d+)(?::\d+)?", "line {0}", "{0} 行目"),
    (r"L(\d+)-L?(\d+)", "lines {0} to {1}", "{0}〜{1} 行目"),
    (r"(?:p|page )(\d+)", "page {0}", "{0} ページ"),
    (r"slide (\d+)", "slide {0}", "スライド {0}"),
    (r"shape (\d+)", "shape {0}", "図形 {0}"),
    (r"table (\d+)", "table {0}", "表 {0}"),
    (r"chart (\d+)", "chart {0}", "グラフ {0}"),
    (r"pivot (\d+)", "pivot table {0}", "ピボットテーブル {0}"),
    (r"comment (\d+)", "comment {0}", "コメント {0}"),
    (r"change (\d+)", "tracked change {0}", "変更履歴 {0}"),
    (r"attachment (\d+)", "attachment {0}", "添付ファイル {0}"),
    (r"annotation (\d+)", "note {0}", "注釈 {0}"),
    (r"footnote ?(\d+)", "footnote {0}", "脚注 {0}"),
    (r"endnote ?(\d+)", "endnote {0}", "文末脚注 {0}"),
    (r"header(\d*)", "header {0}", "ヘッダー {0}"),
    (r"footer(\d*)", "footer {0}", "フッター {0}"),
    (r"box (\d+)", "text box {0}", "テキストボックス {0}"),
    (r"box", "text box", "テキストボックス"),
    (r"notes", "notes", "ノート"),
    (r"picture", "picture", "画像"),
    (r"comment", "comment", "コメント"),
    (r"encoding", "encoding", "文字コード"),
    (r"video", "video", "動画"),
    (r"field (.+)", "field {0}", "入力欄「{0}」"),
    (r"property (.+)", "property {0}", "プロパティ「{0}」"),
    (r"name (.+)", "name {0}", "名前「{0}」"),
))  # fmt: skip


_CELLS = frozenset({"xlsx", "xlsm", "xltx", "xltm", "xls", "xlsb", "ods", "csv", "tsv"})
_ONE_CELL = re.compile(r"(.*!|)([A-Z]{1,3}\d+):\2")
_LINES = re.compile(r"(.*!|)([A-Z]{1,3}|\d+):([A-Z]{1,3}|\d+)")
_THING = re.compile(r"('(?:[^']|'')+'|\S+) ((?:chart|pivot|shape|picture|table) ?\d*)")


def anchor_words(anchor: str, file: str) -> Words:
    """`anchor` in words; what is of no known form stays as it is.

    `file` is the name of the document: "P21" is a paragraph of a letter and a cell of a CSV.
    """
    if file.rpartition(".")[2].lower() not in _CELLS:
        return _steps(anchor)
    if (one := _ONE_CELL.fullmatch(anchor)) is not None:
        return Words(one[1] + one[2], one[1] + one[2])
    if (lines := _LINES.fullmatch(anchor)) is not None:
        return _lines(lines[1].rstrip("!"), lines[2], lines[3])
    if (thing := _THING.fullmatch(anchor)) is not None:
        told = _steps(thing[2])
        return Words(f"{thing[1]}, {told.en}", f"{thing[1]}、{told.ja}")
    return _steps(anchor) if anchor.startswith(("name ", "property ")) else Words(anchor, anchor)


def _lines(sheet: str, first: str, last: str) -> Words:
    """Whole rows or columns."""
    kind = Words("row", "行") if first.isdigit() else Words("column", "列")
    many = Words(f"{kind.en}s {first} to {last}", f"{first}〜{last} {kind.ja}")
    told = many if first != last else Words(f"{kind.en} {first}", f"{first} {kind.ja}")
    return Words(f"{sheet}, {told.en}", f"{sheet}、{told.ja}") if sheet else told


def _steps(anchor: str) -> Words:
    en, ja, rest = [], [], anchor
    while rest:
        found = _first(rest)
        if found is None:
            en.append(rest)
            ja.append(rest)
            break
        words, rest = found
        en.append(words.en)
        ja.append(words.ja)
    return Words(", ".join(en), "、".join(ja))


def _first(text: str) -> tuple[Words, str] | None:
    """The step that `text` begins with and what is behind it; None when it begins with none."""
    for pattern, words in _STEPS:
        match = pattern.match(text)
        if match is not None and text[match.end() : match.end() + 1] in ("", " "):
            told = (side.format(*match.groups()).strip() for side in (words.en, words.ja))
            return Words(*told), text[match.end() + 1 :]
    return None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where to look first: page or slide, sheet, row and column of a cell, all from 1; 0 and "" where none is named."""

    page: int = 0
    sheet: str = ""
    row: int = 0
    column: int = 0


_PAGE = re.compile(r"(?:p|slide )(\d+)(?: |$)")
_CELL = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^\s!']+))!)?([A-Z]{1,3})(\d+)(?::|$)")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^\s!']+))!")


def spot_of(anchor: str) -> Spot:
    """The page, slide, sheet or cell that an address names. "P4" is a cell too: only who shows cells looks at it."""
    if (page := _PAGE.match(anchor)) is not None:
        return Spot(page=int(page[1]))
    sheet = _SHEET.match(anchor)
    name = (sheet[1] or sheet[2]).replace("''", "'") if sheet is not None else ""
    if (cell := _CELL.match(anchor)) is not None:
        return Spot(sheet=name, row=int(cell[4]), column=column_number(cell[3]))
    return Spot(sheet=name)
