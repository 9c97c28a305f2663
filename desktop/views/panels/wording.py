"""Small pieces of language that several panels share."""

from pathlib import PurePosixPath

from PySide6.QtCore import QLocale

_ICONS = {
    ".xlsx": "file-spreadsheet", ".xlsm": "file-spreadsheet", ".xls": "file-spreadsheet", ".csv": "file-spreadsheet",
    ".tsv": "file-spreadsheet", ".ods": "file-spreadsheet", ".pdf": "file-text", ".docx": "file-text",
    ".doc": "file-text", ".txt": "file-text", ".md": "file-text", ".pptx": "presentation", ".ppt": "presentation",
    ".eml": "mail", ".msg": "mail", ".png": "image", ".jpg": "image", ".jpeg": "image", ".gif": "image",
    ".webp": "image", ".bmp": "image", ".tif": "image", ".tiff": "image", ".heic": "image", ".zip": "file-archive",
}  # fmt: skip


def counted(one: str, many: str, number: int) -> str:
    """`one` for a single thing, else `many` with `{n}` replaced. Both come translated from the caller."""
    return one if number == 1 else many.replace("{n}", QLocale().toString(number))


def size_text(size: int) -> str:
    """A size in bytes, short and in the person's number format: "214 kB"."""
    return QLocale().formattedDataSize(size, 1 if size >= 1_000_000 else 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def file_icon(name: str) -> str:
    """The name of the icon for a file, by its extension."""
    return _ICONS.get(PurePosixPath(name).suffix.lower(), "file")


def is_document(name: str) -> bool:
    """Whether the system opens such a file in a program that shows it. A script or a program would be run."""
    return file_icon(name) not in ("file", "file-archive")


def shortened(text: str, most: int = 24) -> str:
    """`text` without its middle when it is longer than `most` letters: for the text of a button."""
    return text if len(text) <= most else f"{text[: most * 2 // 3]}…{text[-(most // 3) :]}"
