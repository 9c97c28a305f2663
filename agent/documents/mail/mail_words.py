"""What is read of a mail."""

from dataclasses import dataclass

from agent.documents.mail.mail_attachments import Attachment


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: `headers` in the order to show, `blocks` of words, each plain and as HTML, one of which may be ""."""

    headers: tuple[tuple[str, str], ...]
    blocks: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]

    @property
    def text(self) -> str:
        """Its plain words."""
        return "\n\n".join(plain for plain, _ in self.blocks if plain)

    @property
    def html(self) -> str:
        """Its HTML."""
        return "\n".join(html for _, html in self.blocks if html)
