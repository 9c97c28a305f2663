"""Mails (.eml, Outlook .msg): headers, words, and which files are attached; drafts of new ones."""

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from pathlib import Path

from agent.core.documents import Content, Difference, Passage, Table
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.mail.enclosed import Enclosed, taken_out
from agent.documents.mail.letters import mend, words_in
from agent.documents.mail.mail_attachments import Attachment, read_attachment
from agent.documents.mail.mail_create import create
from agent.documents.mail.outlook import outlook_mail
from agent.documents.mail.winmail import files_of_outlook
from agent.documents.texts.html_text import HtmlWords, html_words
from agent.documents.texts.text import line_differences
from agent.documents.unseen import hidden_facts, hidden_of

__all__ = ["Mail", "check", "create", "diff", "extract", "opened", "read", "tables"]

_TOO_LARGE = Words(
    "The mail is too large to open: it has more than 100 MB.", "メールが 100 MB を超えているため、開けません。"
)
_NO_MAIL = Words(
    "The file is no mail: it has neither a sender nor a subject.",
    "差出人も件名もないため、メールではないと判断しました。",
)
MAX_BYTES = 100 * 1024**2
_AS_IT_CAME = policy.default.clone(refold_source="none")
_SHOWN = ("From", "To", "Cc", "Reply-To", "Date", "Subject")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: `headers` in the order to show, the words of its body, its HTML or "", `attachments` with their bytes."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Headers, then the lines of the body, then a note for each attachment; `part` is "attachment 1" to read it."""
    mail = opened(source)
    if part:
        return read_attachment(mail.attachments, part, start, count)
    words = html_words(mail.html)
    body = _words(mail.text.strip(), words).splitlines()
    passages = [
        *(Passage(name, f"{name}: {value}", "header") for name, value in mail.headers),
        *(Passage(f"L{number}", line) for number, line in enumerate(body, 1)),
        *([Passage("hidden", words.hidden, "hidden", hidden="hidden by style")] if words.hidden else []),
        *(Passage(f"attachment {number}", str(one), "note") for number, one in enumerate(mail.attachments, 1)),
    ]
    attached = len(mail.attachments)
    facts = (
        Words(f"{attached} file{'' if attached == 1 else 's'} attached", f"添付ファイル {attached} 件"),
        *([Words("no words: the body is empty", "本文なし")] if not body else []),
        *hidden_facts(hidden_of(passages)),
    )
    return Content("eml", tuple(passages[start : start + count]), len(passages), facts)


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
        return Mail(*outlook_mail(source))
    with source.open("rb") as file:
        message = BytesParser(policy=policy.default).parse(file)
    mend(message)
    headers = tuple((name, _header(message, name)) for name in _SHOWN if message[name])
    if not headers or not isinstance(message, EmailMessage):
        raise UnreadableError(_NO_MAIL, "broken")
    return Mail(headers, _body(message, "plain"), _body(message, "html"), _attached(message))


def _header(message: object, name: str) -> str:
    values = message.get_all(name, []) if isinstance(message, EmailMessage) else []
    return " ".join(", ".join(str(value) for value in values).split())


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else words_in(_payload(part), part.get_content_charset(""))


def _payload(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _attached(message: EmailMessage) -> tuple[Attachment, ...]:
    return tuple(
        one
        for part in message.iter_attachments()
        for one in (_file(part), *files_of_outlook(part.get_content_type(), part.get_filename() or "", _payload(part)))
    )


def _file(part: MIMEPart) -> Attachment:
    """An attached file, or a mail that was forwarded as a whole: not decoded, its headers not folded anew."""
    inner = part.get_payload()
    if part.get_content_type() != "message/rfc822" or not isinstance(inner, list) or not inner:
        return Attachment(part.get_filename() or "", part.get_content_type(), _payload(part))
    mail = inner[0]
    data = mail.as_bytes(policy=_AS_IT_CAME) if isinstance(mail, EmailMessage) else b""
    return Attachment(part.get_filename() or "mail.eml", part.get_content_type(), data)
