"""Drafts of mails (RFC 5322, RFC 2045) that a mail program opens to be sent by the person."""

import mimetypes
from collections.abc import Mapping
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_fields import allowed, object_of, text_of

_DRAFT = Words(
    "Wrote a draft with the subject {subject!r}. Nothing was sent.",
    "件名「{subject}」の下書きを作成しました。送信はしていません。",
)
_ATTACHED = Words("Attached: {names}.", "添付: {names}。")
_NOBODY = Words("It has no recipient yet.", "宛先はまだありません。")
_MAX_ATTACHED = 50 * 1024**2
_RECIPIENTS = ("to", "cc", "bcc")


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write {"to", "cc"?, "bcc"?, "from"?, "subject", "body", "html"?, "attachments"? {name: file}} as .eml.

    Raises:
        InvalidArgumentsError: a field is missing or does not fit.
    """
    if target.suffix.lower() != ".eml":
        raise InvalidArgumentsError(f"A new mail is an .eml, which Outlook and others open, not {target.suffix}.")
    allowed(content, *_RECIPIENTS, "from", "subject", "body", "html", "attachments", what="A mail")
    message = EmailMessage(policy.SMTP)
    subject = text_of(content, "subject")
    try:
        for name in ("from", *_RECIPIENTS):
            if content.get(name):
                message[name.capitalize()] = _addresses(name, content[name])
        message["Subject"] = subject
    except ValueError as error:
        raise InvalidArgumentsError("A subject or an address of a mail is one line.") from error
    # By this header mail programs open it as a draft with a button to send.
    message["X-Unsent"] = "1"
    message.set_content(text_of(content, "body"))
    if content.get("html"):
        message.add_alternative(text_of(content, "html"), subtype="html")
    names = _attached(message, object_of(content, "attachments"))
    target.write_bytes(message.as_bytes())
    somebody = any(content.get(name) for name in _RECIPIENTS)
    told = [_DRAFT.of(subject=subject), *([_ATTACHED.of(names=", ".join(names))] if names else [])]
    return (joined(*told, *([] if somebody else [_NOBODY])),)


def _addresses(field: str, value: object) -> tuple[Address, ...]:
    listed = value if isinstance(value, (list, tuple)) else [value]
    if any("\n" in str(one) or "\r" in str(one) for one in listed):
        raise ValueError(field)
    found: list[Address] = []
    for name, address in getaddresses([str(one) for one in listed]):
        user, _, domain = address.rpartition("@")
        if not user or not domain or not (name + address).isprintable() or " " in address:
            raise InvalidArgumentsError(
                f"{field!r} is a list of addresses like 'Sato <sato@example.com>', not {str(value)[:80]!r}."
            )
        found.append(Address(name, user, domain))
    return tuple(found)


def _attached(message: EmailMessage, files: Mapping[str, object]) -> list[str]:
    total = 0
    for name, file in files.items():
        if not isinstance(file, Path) or "/" in name or "\\" in name or not name:
            raise InvalidArgumentsError(
                '\'attachments\' is an object of names and files: {"list.xlsx": {"file": "out/list.xlsx"}}.'
            )
        total += file.stat().st_size
        if total > _MAX_ATTACHED:
            raise InvalidArgumentsError("The attachments have more than 50 MB, which no mail can carry.")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        message.add_attachment(file.read_bytes(), maintype=main, subtype=sub, filename=name)
    return list(files)
