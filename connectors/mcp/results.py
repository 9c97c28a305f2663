"""What a server answers, as Parts for the model: bounded, between marks, and never an instruction."""

import json
import re
from collections.abc import Iterator, Sequence

import mcp_types as types

from agent.calls.marks import OUTSIDE, as_parts
from agent.core.errors import ToolError
from agent.core.messages import Image, Part, Text
from agent.core.words import Words

LARGEST_TEXT = 2_000_000
LARGEST_PICTURE = 7_000_000
# How each begins, in base64. What only says that it is one would be refused by the model, and all after it.
_PICTURES = {"image/png": "iVBORw0KGgo", "image/jpeg": "/9j/", "image/gif": "R0lGODl", "image/webp": "UklGR"}
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_MOST_PICTURES = 8
_MOST_BLOCKS = 500
# Tags, what has no width (but joiners, which scripts need), what turns the direction of writing around, blanks that are
# letters. Joiners and signs that choose between two forms of a letter only where so many of them are a message.
UNSEEN = re.compile(
    "[\U000e0000-\U000e007f\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\u061c\u180e\ufff9-\ufffb"
    "\u115f\u1160\u3164\uffa0\U0001d173-\U0001d17a]|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3}|[\u200c\u200d\ufeff]{4}"
)
_SAYS = Words("{name} could not do it.", "{name} はこの操作を実行できませんでした。")


def parts_of(result: types.CallToolResult, account: str) -> tuple[Part, ...]:
    """The Parts of an answer.

    Raises:
        ToolError: the server says that it failed (code "connector_error"); its words are in `told`.
    """
    texts, pictures = _sorted(result.content)
    structured = result.structured_content
    if structured is not None and not _says_the_same(structured, texts):
        texts.append(json.dumps(structured, ensure_ascii=False))
    told = as_parts(_bounded(texts or ["(nothing)"]), "\n", OUTSIDE)
    if result.is_error:
        error = ToolError(_SAYS.of(name=account), "connector_error")
        error.told, error.hosts = told, (account,)
        raise error
    return (*map(Text, told), *pictures)


def resource_parts(result: types.ReadResourceResult) -> tuple[Part, ...]:
    """The Parts of a resource that was read."""
    texts = [_resource(one) for one in result.contents[:_MOST_BLOCKS]]
    pictures = [picture for one in result.contents if (picture := _blob_picture(one)) is not None]
    told = as_parts(_bounded(texts or ["(nothing)"]), "\n", OUTSIDE)
    return (*map(Text, told), *pictures[:_MOST_PICTURES])


def prompt_text(result: types.GetPromptResult) -> str:
    """What a prompt of a server says, with who is meant to say it."""
    lines = []
    for message in result.messages[:_MOST_BLOCKS]:
        texts, _ = _sorted([message.content])
        lines += [f"{message.role}: {text}" for text in texts]
    return "\n".join(_bounded(lines))


def unseen(parts: Sequence[Part]) -> int:
    """How many of these Parts hold letters that no person sees, or that turn what they see around."""
    return sum(isinstance(one, Text) and UNSEEN.search(one.text) is not None for one in parts)


def one_line(text: str, most: int) -> str:
    """Words of a server for a list: one line of printable letters, cut at `most`."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: 4 * most]).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _sorted(blocks: Sequence[types.ContentBlock]) -> tuple[list[str], list[Image]]:
    texts: list[str] = []
    pictures: list[Image] = []
    for block in blocks[:_MOST_BLOCKS]:
        if isinstance(block, types.ImageContent) and len(pictures) < _MOST_PICTURES and _shown(block):
            pictures.append(Image(block.mime_type, block.data))
        else:
            texts.append(_block(block))
    if len(blocks) > _MOST_BLOCKS:
        texts.append(f"[{len(blocks) - _MOST_BLOCKS} more pieces are left out]")
    return texts, pictures


def _shown(block: types.ImageContent) -> bool:
    return _is_picture(block.mime_type, block.data)


def _is_picture(kind: str | None, data: str) -> bool:
    begin = _PICTURES.get(kind or "")
    fits = begin is not None and data.startswith(begin) and len(data) <= LARGEST_PICTURE and len(data) % 4 == 0
    return fits and _BASE64.fullmatch(data) is not None


def _block(block: types.ContentBlock) -> str:
    match block:
        case types.TextContent():
            return block.text
        case types.ResourceLink():
            said = one_line(block.description or "", 300)
            return f"[resource {one_line(block.uri, 500)}: {one_line(block.name, 200)}. {said}]"
        case types.EmbeddedResource():
            return _resource(block.resource)
        case types.ImageContent() | types.AudioContent():
            return f"[{one_line(block.mime_type, 60)}, {len(block.data) * 3 // 4} bytes, not shown]"


def _resource(one: types.TextResourceContents | types.BlobResourceContents) -> str:
    if isinstance(one, types.TextResourceContents):
        return f"[{one_line(one.uri, 500)}]\n{one.text}"
    kind = one_line(one.mime_type or "bytes", 60)
    return f"[{one_line(one.uri, 500)}: {kind}, {len(one.blob) * 3 // 4} bytes]"


def _blob_picture(one: types.TextResourceContents | types.BlobResourceContents) -> Image | None:
    if isinstance(one, types.BlobResourceContents) and _is_picture(one.mime_type, one.blob):
        return Image(str(one.mime_type), one.blob)
    return None


def _says_the_same(structured: object, texts: Sequence[str]) -> bool:
    """Servers repeat structured content as text, for clients that cannot read it."""
    for text in texts:
        try:
            if json.loads(text) == structured:
                return True
        except (ValueError, RecursionError):
            continue
    return isinstance(structured, dict) and set(structured) == {"result"} and str(structured["result"]) in texts


def _bounded(texts: Sequence[str]) -> list[str]:
    return list(_within(texts, LARGEST_TEXT))


def _within(texts: Sequence[str], left: int) -> Iterator[str]:
    for text in texts:
        if len(text) > left:
            yield text[:left]
            yield f"[cut: the answer was longer than {LARGEST_TEXT} characters]"
            return
        left -= len(text)
        yield text
