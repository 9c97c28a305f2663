"""Mailboxes (.mbox, RFC 4155): a list of mails, each read as the mail that it is."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from email.parser import BytesHeaderParser
from functools import partial
from pathlib import Path

from agent.core.documents import Content, Difference, Passage
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.mail import mail
from agent.documents.mail.enclosed import Enclosed, chosen, taken_out
from agent.documents.mail.letters import headers_of
from agent.documents.texts.text import line_differences

_TOO_LARGE = Words(
    "The mailbox is too large to open: it has more than 500 MB.",
    "メールボックスが 500 MB を超えているため、開けません。",
)
_NO_MAILBOX = Words(
    "The file is no mailbox: it does not begin with a line 'From '.",
    "「From 」の行で始まっていないため、メールボックスではありません。",
)
_COUNT = Words("{count} {count:mail|mails}", "メール {count} 通")
EVERY = "mails"
_MOST_LINES, _MOST_WORDS = 20_000, 4_000_000
_MAX_BYTES = 500 * 1024**2
_LONGEST_HEAD = 64 * 1024
_BETWEEN = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]*\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_PART = re.compile(r"(mail\s*\d{1,7})(?:\s+(\S.*))?", re.IGNORECASE)


def read(source: Path, start: int, count: int, part: str) -> Content:
    """A row for each mail ("mail 3"); `part` is "mail 3" for its words, "mail 3 attachment 1" for what is attached,
    EVERY for rows with all the words of each mail, to be searched.
    """
    found = _mails(source)
    if part and part != EVERY:
        return _read_mail(found, part, start, count)
    some = found[start : start + count]
    passages = tuple(_whole(some) if part else map(_passage, some))
    return Content("mbox", passages, len(found), (_COUNT.of(count=len(found)),))


def extract(source: Path, part: str, target: Path) -> tuple[Words, ...]:
    """Write "mail 3" as .eml, or "mail 3 attachment 1", to `target`."""
    found = _mails(source)
    mail_part, inner = _divided(part)
    if not inner:
        return taken_out(found, mail_part, target)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mail.eml"
        file.write_bytes(chosen(found, mail_part).load())
        return mail.extract(file, inner, target)


def check(path: Path) -> None:
    """It must begin with a mail."""
    _mails(path)


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Mails that came or went, by their subjects and dates."""
    old, new = ([_passage(one).text for one in _mails(path)] for path in (before, after))
    return tuple(line_differences(old, new))


def _mails(source: Path) -> list[Enclosed]:
    """Raises UnreadableError."""
    if source.stat().st_size > _MAX_BYTES:
        raise UnreadableError(_TOO_LARGE, "too_large")
    data = source.read_bytes()
    found = list(_BETWEEN.finditer(data))
    if not found or found[0].start():
        raise UnreadableError(_NO_MAILBOX, "broken")
    ends = [one.start() for one in found[1:]] + [len(data)]
    return [
        Enclosed(f"mail {number}", f"mail {number}.eml", partial(_unquoted, data, one.end(), end))
        for number, (one, end) in enumerate(zip(found, ends, strict=True), 1)
    ]


def _unquoted(data: bytes, start: int, end: int) -> bytes:
    """The mail as it was sent: lines that begin with "From " have a ">" before them in a mailbox (mboxrd)."""
    return _QUOTED.sub(rb"\1", data[start:end])


def _passage(one: Enclosed) -> Passage:
    head = one.load()[:_LONGEST_HEAD]
    headers = BytesHeaderParser().parsebytes(head)
    told = (", ".join(headers_of(headers, name)[:1]) for name in ("Date", "From", "Subject"))
    return Passage(one.part, " | ".join(told), "row")


def _whole(mails: Iterable[Enclosed]) -> Iterator[Passage]:
    """As many as one answer may hold, and at least one."""
    size = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mail.eml"
        for one in mails:
            file.write_bytes(one.load())
            try:
                words = "\n".join(passage.text for passage in mail.read(file, 0, _MOST_LINES, "").passages)
            except UnreadableError:
                words = _passage(one).text
            size += len(words)
            if size > _MOST_WORDS and size > len(words):
                return
            yield Passage(one.part, words[:_MOST_WORDS], "row")


def _divided(part: str) -> tuple[str, str]:
    found = _PART.fullmatch(part.strip())
    if found is None:
        raise InvalidArgumentsError(f"A part of a mailbox is 'mail 3' or 'mail 3 attachment 1', not {part!r}.")
    return " ".join(found[1].lower().replace("mail", "mail ").split()), found[2] or ""


def _read_mail(found: list[Enclosed], part: str, start: int, count: int) -> Content:
    mail_part, inner = _divided(part)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mail.eml"
        file.write_bytes(chosen(found, mail_part).load())
        return mail.read(file, start, count, inner)
