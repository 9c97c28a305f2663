"""Letters: in English everything at the left; in Japanese date, sender and closing at the right."""

from collections.abc import Mapping

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.compose import Composer
from agent.documents.op_fields import allowed
from agent.documents.op_words import speakable, text_in
from agent.documents.texts.markdown_blocks import Span, blocks_of

_KEYS = ("to", "from", "date", "subject", "greeting", "body", "closing", "signature")


def letter_xml(composer: Composer, letter: object, *, japanese: bool) -> str:
    """The parts of a letter in their order. Nothing is invented: what is not told is not there.

    Raises:
        InvalidArgumentsError: it is no object of texts, or has no body.
    """
    if not isinstance(letter, Mapping):
        raise InvalidArgumentsError(f"'letter' is an object with {', '.join(_KEYS)}.")
    allowed(letter, *_KEYS, what="A letter")
    body = blocks_of(text_in(letter, "body"))
    side = "right" if japanese else "left"
    order = (
        (("date", side), ("to", "left"), ("from", side)) if japanese else (("from", side), ("date", side), ("to", side))
    )
    found = [_lines(composer, letter, key, one) for key, one in order]
    found.append(_lines(composer, letter, "subject", "center" if japanese else "left", bold=True))
    found.append(_lines(composer, letter, "greeting", "left"))
    found.append(composer.xml(body))
    found.append(_lines(composer, letter, "closing", side))
    found.append(_lines(composer, letter, "signature", side, before=0 if japanese else 30))
    return "".join(found)


def _lines(
    composer: Composer, letter: Mapping[str, object], key: str, side: str, *, bold: bool = False, before: int = 6
) -> str:
    text = speakable(text_in(letter, key, empty=True)) if letter.get(key) is not None else ""
    if not text:
        return ""
    spans = tuple(Span(piece) for line in text.split("\n") for piece in ("\v", line))[1:]
    space = f'<w:spacing w:before="{before * 20}" w:after="200"/>'
    return composer.paragraph(spans, f'{space}<w:jc w:val="{side}"/>', bold=bold)
