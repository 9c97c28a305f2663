"""What a file holds, by its first bytes."""

from pathlib import Path

from agent.core.words import Words

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
_EBML = b"\x1aE\xdf\xa3"
# Brands of ISO 23008-12 (HEIF) and AVIF.
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})
MISNAMED = {
    "zip": Words(
        "a zip archive or an Office document of another kind (.xlsx, .docx, .pptx)",
        "zip 形式の書庫、または別の種類の Office 文書(.xlsx、.docx、.pptx)",
    ),
    "ole": Words(
        "an Office document of the old kind (.xls, .doc, .ppt, .msg) or an encrypted one",
        "旧形式の Office 文書(.xls、.doc、.ppt、.msg)、または暗号化された文書",
    ),
    "pdf": Words("a PDF (.pdf)", "PDF 文書(.pdf)"),
    "png": Words("a PNG picture (.png)", "PNG 画像(.png)"),
    "jpeg": Words("a JPEG picture (.jpg)", "JPEG 画像(.jpg)"),
    "gif": Words("a GIF picture (.gif)", "GIF 画像(.gif)"),
    "bmp": Words("a bitmap picture (.bmp)", "ビットマップ画像(.bmp)"),
    "tiff": Words("a TIFF picture (.tif)", "TIFF 画像(.tif)"),
    "heif": Words("a HEIC or AVIF picture (.heic, .avif)", "HEIC または AVIF の画像(.heic、.avif)"),
    "webp": Words("a WebP picture (.webp)", "WebP 画像(.webp)"),
    "mp4": Words("an MP4 or QuickTime video (.mp4, .mov)", "MP4 または QuickTime の動画(.mp4、.mov)"),
    "matroska": Words("a WebM or Matroska video (.webm, .mkv)", "WebM または Matroska の動画(.webm、.mkv)"),
    "avi": Words("an AVI video (.avi)", "AVI 動画(.avi)"),
    "rtf": Words("a document in Rich Text Format (.rtf)", "リッチテキスト文書(.rtf)"),
    "gzip": Words("something compressed with gzip (.gz)", "gzip で圧縮されたデータ(.gz)"),
    "archive": Words("a compressed archive (.7z, .rar)", "圧縮された書庫(.7z、.rar)"),
    "program": Words("a program", "プログラム"),
    "text": Words("plain text (.txt, .csv, .html)", "テキスト(.txt、.csv、.html)"),
    "binary": Words("bytes of an unknown kind, or it is damaged", "種類の分からないデータ、または壊れたデータ"),
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
    if media := _media(head):
        return media
    binary = not _is_text(head)
    for signature, content in _SIGNATURES:
        # "BM" and "MZ" can also begin a text.
        if head.startswith(signature) and (binary or len(signature) > 2):
            return content
    # Bytes may stand before a PDF; a text or a mail may speak of one.
    if b"%PDF-" in head[:1024] and (binary or head.lstrip().startswith(b"%PDF-") or b" obj" in head):
        return "pdf"
    return "binary" if binary else "text"


def _media(head: bytes) -> str:
    """Pictures and videos that are told by more than how they begin; "" for the rest."""
    if head.startswith(b"RIFF"):
        return {b"WEBP": "webp", b"AVI ": "avi"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "heif" if head[8:12] in _HEIF else "mp4"
    return "matroska" if head.startswith(_EBML) else ""


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
