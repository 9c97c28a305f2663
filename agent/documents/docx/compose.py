"""Blocks of Markdown as paragraphs and tables of a Word document, in its own styles and lists."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agent.documents.docx.addresses import Addresses
from agent.documents.docx.dialect import Dialect
from agent.documents.docx.draft import run_text
from agent.documents.docx.notes import note_added
from agent.documents.docx.numbering import BULLETS, NUMBERS, new_list
from agent.documents.docx.ops_pictures import picture_run
from agent.documents.docx.ops_styles import style_of
from agent.documents.docx.tables import table_xml
from agent.documents.op_words import speakable
from agent.documents.opc.xml_text import escaped
from agent.documents.texts.markdown_blocks import Block, Grid, PageBreak, Piece, Span, Spans

_LINKS = ("http://", "https://", "mailto:")
_STEP = 360
_BREAK = '<w:r><w:br w:type="page"/></w:r>'
_GAP = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/></w:pPr></w:p>'
_CODE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
_CODE_BLOCK = '<w:shd w:val="clear" w:color="auto" w:fill="F4F5F7"/><w:ind w:left="284"/><w:jc w:val="left"/>'
_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="A0A8B8"/></w:pBdr>'
_CAPTION = re.compile(r"(?:Table|Figure|Fig\.|表|図)\s*[0-9０-９]*\s*[.:：．]\s*\S|(?:表|図)\s*[0-9０-９]+\s")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture between the blocks: the fields of an op "insert_image", and the words below it."""

    fields: Mapping[str, object]
    caption: str = ""
    kind: str = "picture"


@dataclass(slots=True)
class Composer:
    """Writes blocks for one part: its links and notes belong to it. `width` is that of its text in twips.

    `letter`: paragraphs begin as those of a Japanese letter do.
    """

    addresses: Addresses
    part: str
    dialect: Dialect
    width: int
    letter: bool = False
    _bullets: str = ""
    _numbers: dict[int, str] = field(default_factory=dict)
    _broken: bool = False
    _pictures: int = 0

    def xml(self, pieces: Iterable[Piece | Picture]) -> str:
        """The blocks with the prefix w:."""
        written: list[str] = []
        found = list(pieces)
        for at, piece in enumerate(found):
            following = found[at + 1] if at + 1 < len(found) else None
            written.append(self._piece(piece, following))
        if self._broken:
            written.append(self.paragraph((), ""))
        return "".join(written)

    def paragraph(self, spans: Spans, properties: str, *, bold: bool = False) -> str:
        """A paragraph with properties in their order; a page break that was asked for stands at its beginning."""
        start, self._broken = _BREAK if self._broken else "", False
        told = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        return f"<w:p>{told}{start}{self.runs(spans, bold=bold)}</w:p>"

    def _piece(self, piece: Piece | Picture, following: Piece | Picture | None) -> str:
        match piece:
            case Picture():
                return self._picture(piece)
            case PageBreak():
                self._broken = True
                return ""
            case Grid():
                before = self.paragraph((), "") if self._broken else ""
                return before + self._table(piece)
            case Block("heading"):
                style = style_of(self.addresses, f"heading {min(piece.level, 9)}")
                return self.paragraph(piece.spans, _styled(style))
            case Block("bullet" | "number"):
                last = not (isinstance(following, Block) and following.kind == piece.kind)
                return self._item(piece, last=last)
            case _:
                return self.paragraph(piece.spans, self._text(piece, following))

    def _picture(self, picture: Picture) -> str:
        """A picture in the middle of the page, with its caption below."""
        run, _ = picture_run(self.addresses, self.part, self.dialect, picture.fields, self.width, before=self._pictures)
        self._pictures += 1
        keep = "<w:keepNext/>" if picture.caption else ""
        start, self._broken = _BREAK if self._broken else "", False
        shown = f'<w:p><w:pPr>{keep}<w:jc w:val="center"/></w:pPr>{start}{run}</w:p>'
        if not picture.caption:
            return shown
        named = _styled(style_of(self.addresses, "caption")) + '<w:jc w:val="center"/>'
        return shown + self.paragraph((Span(picture.caption),), named)

    def _text(self, block: Block, following: Piece | Picture | None) -> str:
        match block.kind:
            case "quote":
                return _styled(style_of(self.addresses, "Quote"))
            case "code":
                return _CODE_BLOCK
            case "rule":
                return _RULE
        if isinstance(following, Grid) and _CAPTION.match("".join(one.text for one in block.spans)):
            return _styled(style_of(self.addresses, "caption")) + "<w:keepNext/>"
        if block.level:
            return f'<w:ind w:left="{_STEP * block.level}"/>'
        return _in_letter("".join(one.text for one in block.spans)) if self.letter else ""

    def _item(self, block: Block, *, last: bool) -> str:
        """A list item, in the document's style for it where that has a list of its own."""
        name = "List Bullet" if block.kind == "bullet" else "List Number"
        depth = min(block.level, 2)
        named = f"{name} {depth + 1}" if depth else name
        styles = self.addresses.styles.by_id.items()
        listed = (key for key, one in styles if one.name.lower() == named.lower() and one.numbering)
        key = next(listed, "")
        space = "" if last else '<w:spacing w:after="40"/>'
        if key and block.kind == "bullet":
            return self.paragraph(block.spans, _styled(key) + space)
        number = self._number(block, key)
        level = 0 if key else min(block.level, 8)
        told = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        style = key or style_of(self.addresses, "List Paragraph")
        return self.paragraph(block.spans, _styled(style) + told + space)

    def _number(self, block: Block, style: str) -> str:
        """Every numbered list begins anew, which the list of a style alone would not do."""
        if block.kind == "bullet":
            self._bullets = self._bullets or new_list(self.addresses, BULLETS)
            return self._bullets
        if not style:
            # Deeper levels of one list begin anew by themselves.
            if (block.starts and not block.level) or 0 not in self._numbers:
                self._numbers[0] = new_list(self.addresses, NUMBERS, start=block.number or 1)
            return self._numbers[0]
        if block.starts or block.level not in self._numbers:
            self._numbers[block.level] = new_list(self.addresses, NUMBERS, style=style, start=block.number or 1)
        return self._numbers[block.level]

    def _table(self, grid: Grid) -> str:
        if not grid.rows or not grid.rows[0]:
            return ""
        style = style_of(self.addresses, "Table Grid", "table")
        texts = [["".join(span.text for span in cell) for cell in row] for row in grid.rows]
        inner = [[self.runs(cell, bold=number == 0) for cell in row] for number, row in enumerate(grid.rows)]
        return table_xml(inner, texts, style, self.width) + _GAP

    def runs(self, spans: Spans, *, bold: bool = False) -> str:
        """Words, each span in its look."""
        return "".join(self._run(span, spans, index, bold=bold) for index, span in enumerate(spans))

    def _run(self, span: Span, spans: Sequence[Span], index: int, *, bold: bool) -> str:
        if span.note:
            style = style_of(self.addresses, "footnote reference", "character")
            number = note_added(self.addresses, speakable(span.note))
            return (
                f'<w:r><w:rPr><w:rStyle w:val="{escaped(style)}"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
            )
        text = speakable(span.text if span.code else _broken(span.text, spans, index))
        if not text:
            return ""
        linked = span.link.startswith(_LINKS)
        look = self._look(span, linked=linked, bold=bold)
        run = f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{run_text(text, 'w:').decode()}</w:r>"
        if not linked:
            return run
        key = self.addresses.package.relate(self.part, "hyperlink", span.link, external=True)
        return f'<w:hyperlink r:id="{key}" xmlns:r="{self.dialect.relationships}">{run}</w:hyperlink>'

    def _look(self, span: Span, *, linked: bool, bold: bool) -> str:
        style = style_of(self.addresses, "Hyperlink", "character") if linked else ""
        looks: Mapping[str, bool] = {
            f'<w:rStyle w:val="{escaped(style)}"/>': linked,
            _CODE: span.code,
            "<w:b/>": span.bold or bold,
            "<w:i/>": span.italic,
            "<w:strike/>": span.strike,
            '<w:sz w:val="19"/>': span.code,
        }
        return "".join(look for look, on in looks.items() if on)


def _in_letter(text: str) -> str:
    """記 stands in the middle and 以上 at the right; other paragraphs begin with the space of a character."""
    side = {"記": "center", "以上": "right"}.get(text.strip())
    if side:
        return f'<w:jc w:val="{side}"/>'
    return "" if text.startswith("\u3000") else '<w:ind w:firstLineChars="100" w:firstLine="210"/>'


def _styled(key: str) -> str:
    return f'<w:pStyle w:val="{escaped(key)}"/>'


def _broken(text: str, spans: Sequence[Span], index: int) -> str:
    """A line's end in Markdown: a space, but between Japanese characters nothing."""
    if text == "\v":
        return "\n"
    if text != "\n":
        return text
    before = spans[index - 1].text[-1:] if index else ""
    after = spans[index + 1].text[:1] if index + 1 < len(spans) else ""
    return "" if _is_wide(before) or _is_wide(after) else " "


def _is_wide(character: str) -> bool:
    return character >= "\u2e80"
