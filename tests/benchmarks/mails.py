"""Mails of a collection, beside Python's own `email`. `python tests/benchmarks/mails.py FOLDER ...`

Every .eml below the folders (and every file without an extension that begins like a mail) is read by us, with the mails
that are attached to it, and taken apart by the standard library. Printed: how many we refuse, the words of text parts
and the files that only the standard library finds, and the time of both. Both see the bytes with their headers mended;
what a mail says once more with marks of its own (text/enriched) and halves of mails are not compared.
Exits with 1 when something is missing.
"""

import contextlib
import email
import re
import sys
import time
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.mail import mail  # noqa: E402
from agent.documents.mail.letters import words_in  # noqa: E402
from agent.documents.mail.mime_parts import mended  # noqa: E402
from agent.documents.texts.html_text import html_words  # noqa: E402

_WORD = re.compile(r"[^\W_]+")
_HEADER = re.compile(rb"(?:From |[!-9;-~]+:).*\n")
_DEEPEST, _AGAIN = 8, "enriched"


def words(text: str) -> set[str]:
    """Its words, in any case."""
    return set(_WORD.findall(text.casefold()))


def ours(data: bytes, depth: int = 0) -> tuple[str, list[bytes]]:
    """All words that we tell of a mail and of those in it, and the bytes of all other files."""
    found = mail.of_bytes(data)
    texts = [*(value for _, value in found.headers), *(plain for plain, _ in found.blocks)]
    texts += [html_words(html).text for _, html in found.blocks]
    files: list[bytes] = []
    for one in found.attachments:
        files.append(one.data)
        if one.kind == "message/rfc822" and depth < _DEEPEST:
            with contextlib.suppress(ToolError):  # a part of a mail may have no headers
                inner, more = ours(one.data, depth + 1)
                texts.append(inner)
                files += more
    return "\n".join(texts), files


def leaves(message: Message) -> Iterator[Message]:
    """The parts of a mail that have no parts."""
    if message.get_content_type() == "message/partial":
        return
    for part in message.walk():
        if (
            not part.is_multipart()
            and part.get_content_maintype() != "multipart"
            and part.get_content_subtype() != _AGAIN
        ):
            yield part


def missing(data: bytes) -> tuple[set[str], int]:
    """Words and the count of files that the standard library finds and we do not. Raises ToolError."""
    text, files = ours(data)
    known = words(text) | {word for one in files for word in words(words_in(one, ""))}
    lost: set[str] = set()
    gone = 0
    for part in leaves(email.message_from_bytes(mended(data))):
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if part.get_content_maintype() == "text":
            said = words_in(content, str(part.get_content_charset("") or ""))
            lost |= words(html_words(said).text if part.get_content_subtype() == "html" else said) - known
        elif content and content not in files and words_in(content, "").strip() not in text:
            gone += 1
    return lost, gone


def mails(folders: list[Path]) -> Iterator[Path]:
    """The files that are mails."""
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if path.suffix.lower() == ".eml" or (not path.suffix and _HEADER.match(path.read_bytes()[:500])):
            yield path


def main() -> None:
    """Compare and print."""
    faults, refused, count = 0, 0, 0
    seconds = [0.0, 0.0]
    for path in mails([Path(one) for one in sys.argv[1:]]):
        data, count = path.read_bytes(), count + 1
        began = time.process_time()
        email.message_from_bytes(data)
        between = time.process_time()
        try:
            lost, gone = missing(data)
        except ToolError as error:
            refused += 1
            print(f"  {path.name}: refused ({error.code})")
            continue
        seconds = [seconds[0] + between - began, seconds[1] + time.process_time() - between]
        if lost or gone:
            faults += 1
            print(f"  {path.name}: {gone} files, {len(lost)} words: {' '.join(sorted(lost)[:10])}")
    print(f"{count} mails; refused {refused}; with something that only the standard library finds: {faults}; "
          f"{seconds[1]:.1f} s for all words, {seconds[0]:.1f} s to take them apart")  # fmt: skip
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
