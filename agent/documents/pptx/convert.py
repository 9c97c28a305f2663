"""A presentation as Markdown or as plain text (titles, points, tables, notes), or its tables alone."""

from collections.abc import Iterator
from pathlib import Path

from agent.core.documents import Passage
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.opc.package import Package
from agent.documents.pptx.text import Reader
from agent.documents.xlsx.sheet_convert import written

_WRITTEN = Words(
    "Wrote the words of {count} {count:slide|slides}; pictures, looks and animations are left out.",
    "スライド {count} 枚分の文章を書き出しました。画像・書式・アニメーションは含まれません。",
)
_TABLES_ONLY = Words(
    "Only the tables were taken over, not the rest of the slides.",
    "表だけを取り出しました。スライドのほかの内容は含まれていません。",
)
_TABLES = frozenset({".csv", ".tsv", ".xlsx"})
_HIDDEN = Words("Hidden slides are among them: {numbers}.", "非表示のスライドも含みます: {numbers}。")


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Write the words of `source` as .md or .txt, its tables as .csv, .tsv or .xlsx.

    Raises:
        InvalidArgumentsError: the target is of another kind.
    """
    if target.suffix.lower() in _TABLES:
        with Package.open(source) as package:
            return written(tuple(Reader(package).tables()), target, _TABLES_ONLY, typed=True)
    markdown = target.suffix.lower() in {".md", ".markdown"}
    if not markdown and target.suffix.lower() != ".txt":
        raise InvalidArgumentsError("A presentation is written as .md or .txt, and its tables as .csv, .tsv or .xlsx.")
    with Package.open(source) as package:
        reader = Reader(package)
        pages = [
            "\n".join(_page(slide.number, list(reader.passages(slide)), markdown=markdown)) for slide in reader.slides
        ]
        hidden = [str(slide.number) for slide in reader.slides if slide.hidden]
    target.write_text("\n\n".join(pages).rstrip() + "\n", encoding="utf-8", newline="\n")
    said = [_WRITTEN.of(count=len(pages))]
    return (*said, *([_HIDDEN.of(numbers=", ".join(hidden))] if hidden else []))


def _page(number: int, passages: list[Passage], *, markdown: bool) -> Iterator[str]:
    title = next((" ".join(one.text.split()) for one in passages if one.kind == "heading"), "")
    mark = "## " if markdown else ""
    yield f"{mark}{number}. {title}".rstrip()
    rest = [one for one in passages if one.kind not in {"heading", "hidden"}]
    for at, passage in enumerate(rest):
        before = rest[at - 1] if at else None
        same_table = before is not None and before.kind == "row" == passage.kind and _shape(before) == _shape(passage)
        if not same_table:
            yield ""
        yield from _written(passage, first_row=not same_table, markdown=markdown)


def _shape(passage: Passage) -> str:
    return passage.anchor.rpartition(" ")[0]


def _written(passage: Passage, *, first_row: bool, markdown: bool) -> Iterator[str]:
    text = passage.text
    if passage.kind == "row":
        yield f"| {text} |" if markdown else text.replace(" | ", "\t")
        if first_row and markdown:
            yield "|" + " --- |" * (text.count(" | ") + 1)
    elif passage.anchor.endswith(" picture"):
        yield f"*[{text}]*" if markdown else f"[{text}]"
    elif passage.kind == "header":
        yield f"*{text}*" if markdown else text
    elif passage.kind in {"note", "comment"}:
        yield from (f"> {line}" if markdown else f"    {line}" for line in text.split("\n"))
    elif text.startswith("[chart]"):
        yield from text.split("\n") if not markdown else _chart(text.split("\n"))
    else:
        yield from (_point(line) if markdown else line for line in text.split("\n"))


def _chart(lines: list[str]) -> Iterator[str]:
    """The title of a chart, then a point for each series."""
    yield f"*{lines[0]}*"
    yield ""
    yield from (f"- {line}" for line in lines[1:])


def _point(line: str) -> str:
    words = line.lstrip(" ")
    return f"{line[: len(line) - len(words)]}- {words}" if words else ""
