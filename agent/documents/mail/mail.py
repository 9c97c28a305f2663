"""Mails (.eml, Outlook .msg): headers, words, and which files are attached; drafts of new ones."""

import re
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

from agent.core.documents import Content, Difference, Passage, Table
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents import plain_text
from agent.documents.mail import mail_convert
from agent.documents.mail.enclosed import Enclosed, taken_out
from agent.documents.mail.letters import file_name, headers_of, words_in
from agent.documents.mail.mail_attachments import Attachment, read_attachment
from agent.documents.mail.mail_create import create
from agent.documents.mail.mail_words import Mail
from agent.documents.mail.mime_parts import mended, parts_of
from agent.documents.mail.outlook import outlook_mail
from agent.documents.mail.winmail import files_of_outlook
from agent.documents.texts.html_text import HtmlWords, html_words
from agent.documents.texts.text import line_differences
from agent.documents.unseen import hidden_facts, hidden_of

__all__ = ["TARGETS", "Mail", "check", "convert", "create", "diff", "extract", "opened", "read", "tables"]

TARGETS: Mapping[str, frozenset[str]] = {"": plain_text.TEXTS}

_TOO_LARGE = Words(
    "The mail is too large to open: it has more than 100 MB.", "メールが 100 MB を超えているため、開けません。"
)
_NO_MAIL = Words(
    "The file is no mail: it has neither a sender nor a subject.",
    "差出人も件名もないため、メールではないと判断しました。",
)
_LINES = re.compile(r"L(\d{1,7})(?:\s*-\s*L?(\d{1,7}))?", re.IGNORECASE)
_MOST = 100_000
MAX_BYTES = 100 * 1024**2
_AS_IT_CAME = policy.compat32.clone(max_line_length=0)
_SHOWN = ("From", "To", "Cc", "Reply-To", "Date", "Subject")


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Headers, then the lines of the body, then a note for each attachment.

    `part` is "attachment 1" to read it, or an address that was read: "L3", "L3-L9", "Subject".
    """
    mail = opened(source)
    rich = [html_words(html) for _, html in mail.blocks]
    said = (_words(plain.strip(), one) for (plain, _), one in zip(mail.blocks, rich, strict=True))
    body = "\n\n".join(filter(None, said)).splitlines()
    hidden = "\n".join(one.hidden for one in rich if one.hidden)
    passages = [
        *(Passage(name, f"{name}: {value}", "header") for name, value in mail.headers),
        *(Passage(f"L{number}", line) for number, line in enumerate(body, 1)),
        *([Passage("hidden", hidden, "hidden", hidden="hidden by style")] if hidden else []),
        *(Passage(f"attachment {number}", str(one), "note") for number, one in enumerate(mail.attachments, 1)),
    ]
    if part:
        passages = _at(passages, part)
        if not passages:
            return read_attachment(mail.attachments, part, start, count)
    attached = len(mail.attachments)
    facts = (
        Words(f"{attached} file{'' if attached == 1 else 's'} attached", f"添付ファイル {attached} 件"),
        *([Words("no words: the body is empty", "本文なし")] if not body else []),
        *hidden_facts(hidden_of(passages)),
    )
    return Content("eml", tuple(passages[start : start + count]), len(passages), facts)


def _at(passages: Sequence[Passage], part: str) -> list[Passage]:
    """The lines or the header at an address; none for an attachment, which is read as the document that it is."""
    lines = _LINES.fullmatch(part.strip())
    first, last = (int(lines[1]), int(lines[2] or lines[1])) if lines else (0, -1)
    wanted = {part.strip().casefold(), *(f"l{number}" for number in range(first, min(last, first + _MOST) + 1))}
    return [one for one in passages if one.anchor.casefold() in wanted and one.kind != "note"]


def _words(plain: str, rich: HtmlWords) -> str:
    """The plain words, unless they lack the tables of the rich ones: then the rich ones, or both if they differ."""
    if not rich.tables or not plain:
        return plain or rich.text
    begin = next(line.strip() for line in plain.splitlines() if line.strip())
    return rich.text if begin in rich.text else f"{plain}\n\n{rich.text}"


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """The tables of an HTML body."""
    if part:
        raise InvalidArgumentsError("A mail has no parts: leave 'part' out.")
    found = html_words(opened(source).html).tables
    return tuple(
        Table(f"table {number}", tuple(tuple(row) for row in rows), f"table {number}")
        for number, rows in enumerate(found, 1)
    )


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Headers, words and the names of attached files as .md or .txt. Raises InvalidArgumentsError for other kinds."""
    if target.suffix.lower() in plain_text.TEXTS:
        return mail_convert.written(opened(source), target)
    return plain_text.written(read(source, 0, 1, ""), target)


def extract(source: Path, part: str, target: Path) -> tuple[Words, ...]:
    """Write "attachment 1", or an attached file by its name, to `target`."""
    attachments = opened(source).attachments
    found = [Enclosed(f"attachment {number}", one.name, one.content) for number, one in enumerate(attachments, 1)]
    return taken_out(found, part, target)


def check(path: Path) -> None:
    """It must have headers of a mail."""
    opened(path)


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Line by line."""
    old, new = ([one.text for one in read(path, 0, 100_000, "").passages] for path in (before, after))
    return tuple(line_differences(old, new))


def opened(source: Path) -> Mail:
    """The mail in a file.

    Raises:
        UnreadableError: "too_large" above 100 MB, "broken" when it has no headers of a mail.
    """
    if source.stat().st_size > MAX_BYTES:
        raise UnreadableError(_TOO_LARGE, "too_large")
    if source.suffix.lower() == ".msg":
        headers, text, html, attachments = outlook_mail(source)
        return Mail(headers, ((text, html),), attachments)
    return of_bytes(source.read_bytes())


def of_bytes(data: bytes) -> Mail:
    """The mail that lies in `data`, as it was sent. Raises UnreadableError."""
    message = message_from_bytes(mended(data))
    headers = tuple((name, ", ".join(values)) for name in _SHOWN if (values := headers_of(message, name)))
    if not headers and "content-type" not in message:
        raise UnreadableError(_NO_MAIL, "broken")
    parts = parts_of(message)
    blocks = tuple((_text(plain), _text(html)) for plain, html in parts.blocks)
    return Mail(headers, blocks, tuple(one for part in parts.files for one in _files(part)))


def _text(parts: Sequence[Message]) -> str:
    return "\n\n".join(words_in(_payload(one), _charset(one)) for one in parts)


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset("")
    except (LookupError, ValueError):
        return ""


def _payload(part: Message) -> bytes:
    """Its bytes as they were before they were coded; of what tells of a delivery, which is a list, its lines."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"\n".join(one.as_bytes(policy=_AS_IT_CAME) for one in inner if isinstance(one, Message))
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _files(part: Message) -> Iterator[Attachment]:
    """An attached file, with those in it where it is a winmail.dat."""
    name, kind, data = file_name(part), part.get_content_type(), _payload(part)
    yield Attachment(name or ("mail.eml" if kind == "message/rfc822" else ""), kind, data)
    yield from files_of_outlook(kind, name, data)
