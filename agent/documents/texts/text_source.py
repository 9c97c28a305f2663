"""The text of a file in its encoding, and what there is to say of it."""

from pathlib import Path

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.texts.charset import Decoded, decoded
from agent.documents.texts.text_lines import newline_of

_TOO_LARGE = Words(
    "The text is too large to open: it has more than 100 MB.", "テキストが 100 MB を超えているため、開けません。"
)
MAX_BYTES = 100 * 1024**2


def loaded(source: Path) -> tuple[Decoded, bytes]:
    """The text of a file, and its bytes.

    Raises:
        UnreadableError: "too_large" above 100 MB.
    """
    if source.stat().st_size > MAX_BYTES:
        raise UnreadableError(_TOO_LARGE, "too_large")
    data = source.read_bytes()
    return decoded(data), data


def facts_of(text: Decoded, lines: int) -> tuple[Words, ...]:
    """Sentences about a text: its length, its encoding, its line ends."""
    ends = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}[newline_of(text.text)]
    return (
        Words("{count} {count:line|lines}", "{count} 行").of(count=lines),
        Words(f"encoding {text.label}", f"文字コード {text.label}"),
        Words(f"line ends {ends}", f"改行コード {ends}"),
    )
