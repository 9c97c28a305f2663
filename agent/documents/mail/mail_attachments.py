"""A file attached to a mail, read as the document that it is."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.documents import Content
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.format import format_of
from agent.documents.mail.enclosed import extension_of

_PART = re.compile(r"attachment\s*(\d{1,4})", re.IGNORECASE)
_SUFFIX = re.compile(r"\.\w{1,10}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail: `name` as the sender gave it, "" for none."""

    name: str
    kind: str
    data: bytes

    def content(self) -> bytes:
        """Its bytes."""
        return self.data

    def __str__(self) -> str:
        return f"{self.name or 'a file without a name'} ({self.kind or 'unknown type'}, {len(self.data):,} bytes)"


def read_attachment(attachments: Sequence[Attachment], part: str, start: int, count: int) -> Content:
    """What the file at `part` ("attachment 2") says, with its own addresses.

    Raises:
        InvalidArgumentsError: there is none of that number.
        UnreadableError: it cannot be read.
    """
    found = _PART.fullmatch(part.strip())
    number = int(found[1]) if found else 0
    if not 1 <= number <= len(attachments):
        there = f"this mail has {len(attachments)}" if attachments else "this mail has none"
        raise InvalidArgumentsError(
            f"A part of a mail is one of its attachments, 'attachment 1': {there}, not {part!r}."
        )
    chosen = attachments[number - 1]
    content = read_inside(chosen.name, chosen.data, start, count)
    told = Words(f"attachment {number}: {chosen}", f"添付ファイル {number}: {chosen}")
    return replace(content, facts=(told, *content.facts))


def read_inside(name: str, data: bytes, start: int, count: int) -> Content:
    """What a file inside of another one says, as the document that its name and its bytes make it.

    Raises:
        UnreadableError: it cannot be read.
    """
    suffix = extension_of(name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"attachment{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        file.write_bytes(data)
        return format_of(file).read(file, start, count, "")
