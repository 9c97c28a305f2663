"""Kinds and sizes of files in words."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from agent.core.words import Words

_KINDS = (
    (".jpg .jpeg .png .gif .heic .webp .bmp .tif .tiff .raw .dng .mov .mp4", ("photo", "photos", "写真・画像")),
    (".docx .docm .doc .odt .rtf .txt .md .html", ("document", "documents", "文書")),
    (".xlsx .xlsm .xls .xlsb .ods .csv .tsv", ("spreadsheet", "spreadsheets", "表計算")),
    (".pptx .pptm .ppt .odp", ("slide deck", "slide decks", "スライド")),
    (".pdf", ("PDF", "PDFs", "PDF")),
    (".eml .msg", ("mail", "mails", "メール")),
)
_OTHER = ("other", "others", "その他")


def kinds_told(names: Sequence[str]) -> Words:
    """ "118 photos, 2 documents", most first."""
    counts = Counter(_kind(PurePosixPath(name).suffix.casefold()) for name in names)
    en = ", ".join(f"{count} {one if count == 1 else many}" for (one, many, _), count in counts.most_common())
    return Words(en, "、".join(f"{ja} {count} 件" for (_, _, ja), count in counts.most_common()))


def size_told(size: int) -> str:
    """Bytes as "3.4 MB"."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"


def _kind(suffix: str) -> tuple[str, str, str]:
    return next((words for known, words in _KINDS if suffix and suffix in known.split()), _OTHER)
