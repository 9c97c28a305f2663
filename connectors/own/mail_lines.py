"""Mails as lines of a list, mails that are written, and searches of a mailbox."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import format_datetime, getaddresses, make_msgid

from agent.calls.params import Arguments
from agent.core.errors import InvalidArgumentsError
from agent.core.paths import shown

FIELDS = "BODY.PEEK[HEADER.FIELDS (DATE FROM SUBJECT)]"
_ID = re.compile(r"(\d{1,10})\.(\d{1,10})")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,255}")
_LONGEST = 300
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_OF_THREAD = ("message-id", "references")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Thread:
    """To what a mail belongs: its own id, and those that it answers."""

    message_id: str = ""
    references: str = ""


def thread_of(raw: bytes) -> Thread:
    """Read it in the head of a mail."""
    message = BytesHeaderParser(policy=policy.default).parsebytes(raw)
    return Thread(*(shown(" ".join(str(message.get(name, "")).split()))[:_LONGEST] for name in _OF_THREAD))


def boxed(heads: Sequence[bytes]) -> bytes:
    """Heads of mails as a mailbox (.mbox), for the workers that read these."""
    return b"".join(b"From -\n" + _BLANK.split(head.strip(), maxsplit=1)[0] + b"\n\n" for head in heads)


def head_of(found: Mapping[bytes, object]) -> bytes:
    """The head in what was fetched of a mail."""
    raw = next((value for key, value in found.items() if key.startswith(b"BODY[HEADER")), b"")
    return raw if isinstance(raw, bytes) else b""


def line_of(validity: int, number: int, found: Mapping[bytes, object], head: str) -> str:
    """A mail as one line of a list: its id first, then what its head says."""
    flags = found.get(b"FLAGS", ())
    unread = "" if isinstance(flags, tuple) and b"\\Seen" in flags else " [unread]"
    return f"{validity}.{number}{unread}\t{shown(head)[:_LONGEST]}\t{found.get(b'RFC822.SIZE', 0)} bytes"


def number_of(text: str) -> tuple[int, int]:
    """The validity and the number of an id "12.345". Raises InvalidArgumentsError."""
    match = _ID.fullmatch(text.strip())
    if not match:
        raise InvalidArgumentsError("The id of a mail is as the search tells it, like '12.345'.")
    return int(match[1]), int(match[2])


def plain(text: str) -> str:
    """What goes to the server in one line. Raises InvalidArgumentsError: there is an end of line or a control in it.

    The library quotes words and leaves such letters in them: what stood behind would be another command.
    """
    if not text.isprintable():
        raise InvalidArgumentsError(f"Give words in one line, without controls; not {text!r}.")
    return text


def criteria(given: Arguments) -> list[str | datetime.date]:
    """What a search asks of the server. Raises InvalidArgumentsError."""
    found: list[str | datetime.date] = ["UNSEEN"] if given.flag("unread") else []
    for key, name in (("query", "TEXT"), ("sender", "FROM"), ("subject", "SUBJECT")):
        if text := plain(given.text(key).strip()):
            found += [name, text]
    for key, name in (("since", "SINCE"), ("before", "BEFORE")):
        if text := given.text(key).strip():
            found += [name, _day(text)]
    return found or ["ALL"]


def _day(text: str) -> datetime.date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidArgumentsError(f"A day is written 2026-11-30, not {text!r}.") from error


def addresses(texts: Sequence[str]) -> tuple[str, ...]:
    """Bare addresses of people. Raises InvalidArgumentsError: one of them is none, or stands for several."""
    for text in texts:
        found = getaddresses([text])
        if len(found) != 1 or not text.isprintable() or not _ADDRESS.fullmatch(found[0][1]):
            raise InvalidArgumentsError(f"{text!r} is no address like 'Sato <sato@example.com>'.")
    return tuple(getaddresses([text])[0][1] for text in texts)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be written. `to`, `cc` and `bcc` are as the model wrote them; `files` are names with their bytes."""

    name: str
    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    subject: str
    body: str
    answers: Thread = Thread()

    @property
    def everybody(self) -> tuple[str, ...]:
        """All who get it, without their names."""
        return tuple(dict.fromkeys(addresses((*self.to, *self.cc, *self.bcc))))

    @property
    def names(self) -> tuple[str, ...]:
        """What the people are called in it: words like those of the body, whoever the address is."""
        pairs = getaddresses([*self.to, *self.cc, *self.bcc])
        return tuple(dict.fromkeys(name for name, _ in pairs if name))

    def written(self, files: Sequence[tuple[str, bytes]], now: datetime.datetime) -> EmailMessage:
        """The mail. `bcc` is not in it."""
        message = EmailMessage(policy=policy.SMTP)
        message["From"] = _person(self.name, self.sender)
        message["To"] = tuple(_person(*getaddresses([one])[0]) for one in self.to)
        if self.cc:
            message["Cc"] = tuple(_person(*getaddresses([one])[0]) for one in self.cc)
        message["Subject"] = " ".join(self.subject.split())
        message["Date"] = format_datetime(now)
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        if self.answers.message_id:
            message["In-Reply-To"] = self.answers.message_id
            message["References"] = f"{self.answers.references} {self.answers.message_id}".strip()
        message.set_content(self.body)
        for name, data in files:
            message.add_attachment(data, maintype="application", subtype="octet-stream", filename=shown(name))
        return message


def _person(name: str, address: str) -> Address:
    return Address(name, addr_spec=address) if address.isascii() else Address(name, *address.split("@", 1))
