"""A document as another format that its own module does not write: through Markdown, or as its tables."""

import tempfile
from pathlib import Path

from agent.core.documents import Content
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents import plain_text
from agent.documents.format import Format

SHEETS = frozenset({".csv", ".tsv", ".xlsx"})
PAGES = frozenset({".docx", ".pdf", ".html"})
_TABLES_ONLY = Words(
    "Only the tables were taken over, not what stands around them.",
    "表だけを取り出しました。表以外の内容は含まれていません。",
)
_LAID_OUT = Words(
    "It is laid out anew: pictures and the looks of the original are not in it.",
    "体裁は新しく作り直しました。元の画像や書式は含まれていません。",
)
_TOO_LONG = (
    "It is too long for {suffix}: more than {most:,} signs. Take .md or .txt, and .csv or .xlsx for tables, or convert "
    "a part of it."
)
_NO_FONT = Words(
    "No font here has {count} {count:sign|signs} of it; a question mark stands there: {signs}.",
    "使えるフォントにない文字 {count} 種類は「?」にしました: {signs}。",
)
_MOST_TOLD = 20
_MOST_SIGNS = 4_000_000
_MOST_PASSAGES = 100_000
# So many columns do not fit upright.
_WIDE = 7


def written(known: Format, source: Path, target: Path) -> tuple[Words, ...]:
    """Write `source`, which `known` reads, to `target`, whose extension is one of SHEETS or PAGES.

    Raises:
        InvalidArgumentsError: there is no table in it, or it is too long.
        UnreadableError: it cannot be read.
    """
    from agent.documents.xlsx import sheet_convert  # noqa: PLC0415  not for formats that need nothing of it

    if target.suffix.lower() in SHEETS:
        return sheet_convert.written(known.tables(source, ""), target, _TABLES_ONLY, typed=True)
    with tempfile.TemporaryDirectory() as folder:
        middle = Path(folder) / "middle.md"
        if ".md" in known.targets(source):
            said = known.convert(source, middle)[1:]
        else:
            said = _plainly(known.read(source, 0, _MOST_PASSAGES, ""), middle)
        text = middle.read_text(encoding="utf-8")
    if len(text) > _MOST_SIGNS:
        raise InvalidArgumentsError(_TOO_LONG.format(suffix=target.suffix, most=_MOST_SIGNS))
    made = _paged(text, target)
    # What the way there left out counts; that it was written as Markdown is nothing that anybody asked for.
    return (*made, *(one for one in said if one != plain_text.WORDS_ONLY), _LAID_OUT)


def _plainly(content: Content, target: Path) -> tuple[Words, ...]:
    """Its words as they stand: nothing in them is a mark of Markdown."""
    plain_text.written(content, target, escaped=True)
    return ()


def _without_font(text: str) -> list[str]:
    """The signs of a text that no font here has: an emoji in a mail is no reason to refuse all of it."""
    from agent.documents.pdf.installed import installed  # noqa: PLC0415  as above
    from agent.documents.pdf.stamp import language_of  # noqa: PLC0415  as above

    sets = [installed(language=language_of(text), bold=bold) for bold in (False, True)]
    used = sorted(set(text) - set(" \t\r\n"))
    return [c for c in used if not all(any(face.has(c) for face in fonts.faces) for fonts in sets)]


def _paged(text: str, target: Path) -> tuple[Words, ...]:
    """Markdown as a Word document, a PDF or a page."""
    from agent.documents.docx import create as docx  # noqa: PLC0415  as above
    from agent.documents.pdf import create as pdf  # noqa: PLC0415  as above
    from agent.documents.texts.text_convert import page_of  # noqa: PLC0415  as above

    if target.suffix.lower() == ".html":
        target.write_text(page_of(text), encoding="utf-8")
        return ()
    bars = max((line.count(" | ") for line in text.splitlines() if line.startswith("| ")), default=0)
    looks: dict[str, object] = {"landscape": True} if bars >= _WIDE - 1 else {}
    if target.suffix.lower() == ".pdf":
        signs = _without_font(text)
        drawn = text.translate(dict.fromkeys(map(ord, signs), "?"))
        made = pdf.create({"markdown": drawn, **looks}, target)
        return (*made, *([_NO_FONT.of(count=len(signs), signs=" ".join(signs[:_MOST_TOLD]))] if signs else []))
    language = "ja" if plain_text.is_japanese(text) else "en"
    return docx.create({"markdown": text, "language": language, **looks}, target)
