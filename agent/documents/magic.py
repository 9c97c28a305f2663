"""What a file holds, by its first bytes."""

from pathlib import Path

_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
MISNAMED = {
    "zip": "a zip archive or an Office document of another kind (.xlsx, .docx, .pptx)",
    "ole": "an Office document of the old kind (.xls, .doc, .ppt, .msg) or an encrypted one",
    "pdf": "a PDF (.pdf)",
    "png": "a PNG picture (.png)",
    "jpeg": "a JPEG picture (.jpg)",
    "gif": "a GIF picture (.gif)",
    "bmp": "a bitmap picture (.bmp)",
    "tiff": "a TIFF picture (.tif)",
    "webp": "a WebP picture (.webp)",
    "rtf": "a document in Rich Text Format (.rtf)",
    "gzip": "something compressed with gzip (.gz)",
    "archive": "a compressed archive (.7z, .rar)",
    "program": "a program",
    "text": "plain text (.txt, .csv, .html)",
    "binary": "bytes of an unknown kind, or it is damaged",
}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
# Control characters that a text does not have; ESC is there because of ISO-2022.
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\b\x1a\x1b")


def content_of(path: Path) -> str:
    """A key of MISNAMED, or "empty"."""
    with path.open("rb") as file:
        head = file.read(4096)
    return content_of_bytes(head)


def content_of_bytes(head: bytes) -> str:
    """What a file that begins with `head` holds."""
    if not head:
        return "empty"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    binary = not _is_text(head)
    for signature, content in _SIGNATURES:
        # "BM" and "MZ" can also begin a text.
        if head.startswith(signature) and (binary or len(signature) > 2):
            return content
    # Bytes may stand before a PDF; a text or a mail may speak of one.
    if b"%PDF-" in head[:1024] and (binary or head.lstrip().startswith(b"%PDF-") or b" obj" in head):
        return "pdf"
    return "binary" if binary else "text"


def _is_text(head: bytes) -> bool:
    if head.startswith(_WIDE):
        return True
    if _is_utf16(head):
        return True
    return sum(byte in _CONTROLS for byte in head) * 50 <= len(head) and b"\0" not in head


def _is_utf16(head: bytes) -> bool:
    """UTF-16 without a mark: digits and line ends have a zero, on one side only."""
    odd, even = head[1::2].count(0), head[::2].count(0)
    if min(odd, even) or max(odd, even) * 20 < len(head):
        return False
    text = head[: len(head) // 2 * 2].decode("utf-16-le" if odd else "utf-16-be", "ignore")
    return bool(text) and all(c.isprintable() or c.isspace() for c in text)
