"""Mails as Outlook keeps them (.msg, MS-OXMSG and MS-OXCMSG): headers, words, HTML, attached files and mails."""

import contextlib
import re
import struct
from collections.abc import Iterator
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser
from pathlib import Path

import olefile

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.mail.letters import shown_header, words_in
from agent.documents.mail.mail_attachments import Attachment
from agent.documents.mail.outlook_storage import ATTACHED, RECIPIENT, Storage

_BROKEN = Words(
    "The mail is broken, or it is no mail of Outlook.", "メールが壊れているか、Outlook のメールではありません。"
)
# What the reader of OLE files raises for those whose structure is damaged.
_DAMAGE = (KeyError, ValueError, OSError, IndexError, TypeError, AttributeError, LookupError, EOFError, struct.error)
_SUBJECT, _PLAIN, _HTML, _HEADERS, _CLASS = 0x0037, 0x1000, 0x1013, 0x007D, 0x001A
_SENT, _CAME = 0x0039, 0x0E06
_SENDER, _SENDER_MAIL, _SENDER_SMTP, _FOR = 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_NAME, _ADDRESS, _SMTP, _ROLE = 0x3001, 0x3003, 0x39FE, 0x0C15
_ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
_SHOWN_AS = {"To": 0x0E04, "Cc": 0x0E03, "Bcc": 0x0E02}
_BYTES, _LONG_NAME, _SHORT_NAME, _KIND, _LINK = 0x3701, 0x3707, 0x3704, 0x370E, 0x370D
_DEEPEST = 5
_MIME = re.compile(rb"\s*(?:content-type|mime-version):", re.IGNORECASE)
Read = tuple[tuple[tuple[str, str], ...], str, str, tuple[Attachment, ...]]


def outlook_mail(source: Path) -> Read:
    """Headers, words, HTML or "", and attachments; a mail in it is an attached .eml.

    Raises:
        UnreadableError: "broken".
    """
    try:
        with olefile.OleFileIO(str(source)) as file:
            root = Storage(file, file.root)
            if not any(name.startswith("__") for name in root.streams()):
                raise UnreadableError(_BROKEN, "broken")
            return _mail(root.paged(), 0)
    except _DAMAGE as error:
        raise UnreadableError(_BROKEN, "broken") from error


def _mail(root: Storage, depth: int) -> Read:
    html = root.data(_HTML)
    rich = root.text(_HTML) if html is None else _web(html, root.web_page)
    return _headers(root), root.text(_PLAIN).rstrip(), rich, tuple(_attachments(root, depth))


def _web(html: bytes, page: str) -> str:
    """What reads as UTF-8 is UTF-8: the code page that a mail names for its HTML is that of its plain words in some."""
    if b"\x1b" not in html:
        with contextlib.suppress(UnicodeDecodeError):
            return html.decode("utf-8")
    return words_in(html, page)


def _headers(root: Storage) -> tuple[tuple[str, str], ...]:
    told = HeaderParser().parsestr(root.text(_HEADERS).lstrip())
    people = _people(root)
    date = root.time(_SENT) or root.time(_CAME)
    found = (
        ("From", _known(told, "From") or _sender(root)),
        *((role, people.get(role) or _known(told, role) or root.text(_SHOWN_AS[role])) for role in _ROLES.values()),
        ("Reply-To", _known(told, "Reply-To")),
        ("Date", date.isoformat(" ", "seconds") if date else _known(told, "Date")),
        ("Subject", root.text(_SUBJECT)),
    )
    return tuple((name, line) for name, value in found if (line := " ".join(value.split())))


def _known(told: Message, name: str) -> str:
    return ", ".join(shown_header(str(value)) for value in told.get_all(name, []))


def _sender(root: Storage) -> str:
    address = root.text(_SENDER_SMTP) or root.text(_SENDER_MAIL)
    return _person(root.text(_SENDER) or root.text(_FOR), address)


def _people(root: Storage) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for one in root.inner(RECIPIENT):
        person = _person(one.text(_NAME), one.text(_SMTP) or one.text(_ADDRESS))
        found.setdefault(_ROLES.get(one.number(_ROLE) & 0xF, "To"), []).append(person)
    return {role: ", ".join(filter(None, people)) for role, people in found.items()}


def _person(name: str, address: str) -> str:
    """An address of Exchange ("/O=FIRM/OU=...") tells nobody anything where there is a name."""
    if not name or name == address:
        return address
    return f"{name} <{address}>" if "@" in address else name


def _attachments(root: Storage, depth: int) -> Iterator[Attachment]:
    for one in root.inner(ATTACHED):
        kept, data = one.object(_BYTES), one.data(_BYTES)
        if kept is not None and data is None:
            yield _held(one, kept, depth)
            continue
        name = next((text for key in (_LONG_NAME, _SHORT_NAME, _LINK) if (text := one.text(key))), "")
        # A signed mail is kept as one file: all of its words and files, as they were sent.
        signed = "signed.eml" if not name and _MIME.match(data or b"") else ""
        yield Attachment(name or signed, one.text(_KIND), data or b"")


def _held(one: Storage, kept: Storage, depth: int) -> Attachment:
    """A mail that lies in a mail as a storage, written as .eml; of other things only what they are called."""
    name = one.text(_NAME) or one.text(_LONG_NAME)
    if depth >= _DEEPEST or not kept.text(_CLASS):
        return Attachment(name, "an object of another program", b"")
    read = _mail(kept.paged(), depth + 1)
    subject = dict(read[0]).get("Subject", "") or name or "mail"
    return Attachment(f"{subject.replace('/', '_')}.eml", "message/rfc822", _as_eml(read))


def _as_eml(read: Read) -> bytes:
    headers, plain, rich, attachments = read
    made = MIMEMultipart("mixed")
    for name, value in headers:
        made[name] = _header(value)
    words = MIMEMultipart("alternative")
    words.attach(MIMEText(plain, "plain", "utf-8"))
    if rich:
        words.attach(MIMEText(rich, "html", "utf-8"))
    made.attach(words)
    for one in attachments:
        part = MIMEApplication(one.data)
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", one.name))
        made.attach(part)
    return made.as_bytes()


def _header(value: str) -> str:
    """Names in words of RFC 2047, addresses bare, so that others find them."""
    people = (person.partition(" <") for person in value.split(", "))
    told = (name if name.isascii() else Header(name, "utf-8").encode(maxlinelen=0) for name, _, _ in people)
    rest = ["".join(person.partition(" <")[1:]) for person in value.split(", ")]
    return ", ".join(name + more for name, more in zip(told, rest, strict=True))
