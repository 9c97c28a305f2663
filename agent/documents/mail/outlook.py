"""Mails as Outlook keeps them (MS-OXMSG)."""

import struct
from pathlib import Path

import oxmsg

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.mail.mail_attachments import Attachment

_BROKEN = Words(
    "The mail is broken, or it is no mail of Outlook.", "メールが壊れているか、Outlook のメールではありません。"
)
# What the reader raises for files whose structure is damaged.
_DAMAGE = (KeyError, ValueError, OSError, IndexError, TypeError, AttributeError, LookupError, EOFError, struct.error)


def outlook_mail(source: Path) -> tuple[tuple[tuple[str, str], ...], str, str, tuple[Attachment, ...]]:
    """Headers, words, HTML or "", and attachments.

    Raises:
        UnreadableError: "broken".
    """
    try:
        message = oxmsg.Message.load(str(source))
        headers = _headers(message)
        attachments = tuple(
            Attachment(one.file_name or "", one.mime_type or "", one.file_bytes or b"") for one in message.attachments
        )
        return headers, message.body or "", message.html_body or "", attachments
    except _DAMAGE as error:
        raise UnreadableError(_BROKEN, "broken") from error


def _headers(message: oxmsg.Message) -> tuple[tuple[str, str], ...]:
    told = {name.lower(): value for name, value in message.message_headers.items()}
    recipients = ", ".join(f"{one.name} <{one.email_address}>" for one in message.recipients)
    found = (
        ("From", message.sender or told.get("from", "")),
        ("To", recipients or told.get("to", "")),
        ("Cc", told.get("cc", "")),
        ("Date", message.sent_date.isoformat(" ") if message.sent_date else told.get("date", "")),
        ("Subject", message.subject or ""),
    )
    return tuple((name, " ".join(value.split())) for name, value in found if value)
