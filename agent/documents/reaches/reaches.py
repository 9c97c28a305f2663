"""Everything by which a file leads out of itself, found by what its bytes are, not by its name."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from agent.core.documents import Reach
from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.magic import content_of
from agent.documents.opc.package import unlocked

MAX_REACHES = 50_000
_TOO_MANY = Words(
    f"The file was unsafe to open: it refers to more than {MAX_REACHES:,} places outside of it.",
    f"ファイルの外への参照が {MAX_REACHES:,} 件を超えており、安全に開けません。",
)
_LONGEST = 2_000
_SILENT = frozenset({"empty", "png", "jpeg", "gif", "bmp", "tiff", "webp", "heif"})


def reaches_of(source: Path) -> tuple[Reach, ...]:
    """See `agent.core.documents.Documents.reaches`."""
    found: dict[Reach, None] = {}
    for one in _reaches(source):
        found[_bounded(one)] = None
        if len(found) > MAX_REACHES:
            raise UnreadableError(_TOO_MANY, "too_large")
    return tuple(found)


def _reaches(source: Path) -> Iterator[Reach]:
    content = content_of(source)
    # Each reader is loaded when a file needs it.
    if content in _SILENT:
        return
    if content == "zip":
        from agent.documents.reaches.package import package_reaches  # noqa: PLC0415

        yield from package_reaches(source)
    elif content == "pdf":
        from agent.documents.reaches.pdf import pdf_reaches  # noqa: PLC0415

        yield from pdf_reaches(source)
    else:
        from agent.documents.reaches import text as reaches_text  # noqa: PLC0415

        if content == "text":
            yield from reaches_text.text_reaches(source)
        elif source.suffix.lower() == ".msg":
            yield from reaches_text.mail_reaches(source)
        else:
            if content == "ole":
                unlocked(source)
            yield from reaches_text.binary_reaches(source)


def _bounded(one: Reach) -> Reach:
    """A long address is cut, and told apart from others that begin like it by its checksum."""
    if one.made_by:
        one = replace(one, made_by=_checksum(one.made_by))
    if len(one.address) <= _LONGEST:
        return one
    checksum = _checksum(one.address)
    return replace(one, address=f"{one.address[:_LONGEST]}… ({len(one.address):,} characters, {checksum})")


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
