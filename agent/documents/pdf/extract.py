"""Files attached to a PDF, taken out byte for byte."""

from pathlib import Path

from agent.core.words import Words
from agent.documents.mail.enclosed import Enclosed, taken_out
from agent.documents.pdf.attachments import attachments
from agent.documents.pdf.draft import damage_told, reader_of


def extract(source: Path, part: str, target: Path) -> tuple[Words, ...]:
    """Write "attachment 2", or an attached file by its name, to `target`.

    Raises:
        InvalidArgumentsError: there is none; the sentence names what there is.
        UnreadableError: the PDF is broken or encrypted.
    """
    with damage_told():
        found = attachments(reader_of(source))
        enclosed = [Enclosed(f"attachment {at}", one.name, one.content) for at, one in enumerate(found, 1)]
        return taken_out(enclosed, part, target)
