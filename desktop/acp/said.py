"""What the person said in an editor: blocks of content as words, files and pictures.

Contents that the editor embeds are words of a file and not of the person: they never stand among what the person said,
because that decides where something may go (`agent.policy.outward`). They come as a message of their own.
"""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from acp.schema import (
    BlobResourceContents,
    EmbeddedResourceContentBlock,
    ImageContentBlock,
    ResourceContentBlock,
    TextContentBlock,
    TextResourceContents,
)

from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Image
from desktop.acp import words

_PICTURES = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp"))
_BEGINNINGS = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF")
MOST_EMBEDDED = 200_000


@dataclass(frozen=True, slots=True)
class Embedded:
    """Words of a file, as the editor has them (perhaps not saved yet). `name` is its path, or its address."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """`text` are the person's own words; `files` absolute paths that they name."""

    text: str
    files: tuple[str, ...] = ()
    pictures: tuple[Image, ...] = ()
    embedded: tuple[Embedded, ...] = ()


def read(blocks: list[Any]) -> Said:
    """The blocks of a prompt. A link that leads to no file here stays in the words as it is; sound is left out.

    Raises:
        InvalidArgumentsError: a picture is none.
    """
    texts: list[str] = []
    files: list[str] = []
    pictures: list[Image] = []
    embedded: list[Embedded] = []
    for block in blocks:
        match block:
            case TextContentBlock(text=text):
                texts.append(text)
            case ResourceContentBlock(uri=uri, name=name):
                path = local_path(uri)
                if path:
                    files.append(path)
                    texts.append(f"@{Path(path).name}")
                else:
                    texts.append(f"[{name}]({uri})")
            case ImageContentBlock(data=data, mime_type=kind) if kind in _PICTURES:
                pictures.append(_picture(kind, data))
            case EmbeddedResourceContentBlock(resource=BlobResourceContents(uri=uri)):
                path = local_path(uri)  # its bytes are read from there, as those of every file
                texts.append(f"@{Path(path).name}" if path else uri)
                files += [path] if path else []
            case EmbeddedResourceContentBlock(resource=TextResourceContents(text=text, uri=uri)):
                path = local_path(uri)
                texts.append(f"@{Path(path).name}" if path else uri)
                embedded.append(Embedded(path or uri, text[:MOST_EMBEDDED]))
    return Said("".join(texts).strip(), tuple(dict.fromkeys(files)), tuple(pictures), tuple(embedded))


def _picture(kind: str, data: str) -> Image:
    try:
        known = base64.b64decode(data, validate=True).startswith(_BEGINNINGS)
    except ValueError:
        known = False
    if not known:
        raise InvalidArgumentsError(words.BAD_PICTURE)
    return Image(kind, data)


def local_path(uri: str) -> str:
    """The path of a file of this computer that a file: address names and that is there; "" for every other one."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return ""
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or "\0" in unquote(parts.path):
        return ""
    path = url2pathname(parts.path)
    return path if Path(path).is_absolute() and Path(path).exists() else ""
