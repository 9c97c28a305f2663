"""Small pieces of language that several panels share."""

from collections.abc import Sequence
from pathlib import PurePath, PurePosixPath

from PySide6.QtCore import QLocale

from agent.core.events import RootGranted
from agent.core.paths import shown

_ICONS = {
    ".xlsx": "file-spreadsheet", ".xlsm": "file-spreadsheet", ".xls": "file-spreadsheet", ".csv": "file-spreadsheet",
    ".tsv": "file-spreadsheet", ".ods": "file-spreadsheet", ".pdf": "file-text", ".docx": "file-text",
    ".doc": "file-text", ".txt": "file-text", ".md": "file-text", ".pptx": "presentation", ".ppt": "presentation",
    ".eml": "mail", ".msg": "mail", ".png": "image", ".jpg": "image", ".jpeg": "image", ".gif": "image",
    ".webp": "image", ".bmp": "image", ".tif": "image", ".tiff": "image", ".heic": "image", ".zip": "file-archive",
}  # fmt: skip


def root_name(root: RootGranted) -> str:
    """A granted folder by its name; of single files the file, or how many there are in the folder."""
    folder = shown(PurePath(root.path).name or root.path)
    if not root.only:
        return folder
    return shown(root.only[0]) if len(root.only) == 1 else f"{folder} ({len(root.only)})"


def roots_name(roots: Sequence[RootGranted], most: int = 24) -> str:
    """The first granted folder, and how many more there are."""
    more = f" +{len(roots) - 1}" if len(roots) > 1 else ""
    return shortened(root_name(roots[0]), most) + more


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
