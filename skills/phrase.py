"""What a person typed, taken apart: folded words, the files that it names, and the name of the result."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from agent.core.ports import Entry

_NAME = r"[^\s\"'「」『』<>|:*?/\\、,，。とをに]+?\.(?:pdf|xlsx|docx|csv|tsv|txt|eml|pptx)"
_RESULT = (
    re.compile(rf"\b(?:into|in to|to|as|called|named|save as)\s+[\"'“]?({_NAME})(?![\w.])", re.IGNORECASE),
    re.compile(
        rf"({_NAME})[\"'」』]?\s*(?:にまとめ|に結合|に統合|に変換|に保存|として|という|に出力|へ|に)", re.IGNORECASE
    ),
)


def folded(text: str) -> str:
    """`text` without differences of width, case and spacing, for comparing."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A typed task. `files` are known files in the order of their mention, `folder` a known folder or None.

    `result` is the name of a new file that the words ask for ("... into all.pdf"), or ""; `entries` is all that
    lies there.
    """

    text: str
    folded: str
    files: tuple[Entry, ...]
    folder: Entry | None
    result: str
    entries: Sequence[Entry] = ()

    def found(self, pattern: str) -> str:
        """What the first group of `pattern` catches in the folded text, or ""."""
        match = re.search(pattern, self.folded, re.ASCII)
        return match[1] if match else ""

    def says(self, pattern: str) -> bool:
        """Whether `pattern` occurs in the folded text."""
        return re.search(pattern, self.folded, re.ASCII) is not None

    def lines(self, *suffixes: str) -> str:
        """Places of the named files with one of these endings, a line each: the value of a field of files."""
        return "\n".join(str(e.place) for e in self.files if not suffixes or e.place.suffix in suffixes)

    def only(self, *suffixes: str) -> str:
        """The one file with such an ending, "" when there are several or none."""
        found = [entry for entry in self.entries if entry.kind == "file" and entry.place.suffix in suffixes]
        return str(found[0].place) if len(found) == 1 else ""


def understood(text: str, entries: Sequence[Entry]) -> Phrase:
    """Take `text` apart against what lies in the folder."""
    plain = folded(text)
    result = _result(text)
    named = [(spot, entry) for entry in entries if (spot := _mention(plain, entry)) >= 0]
    named.sort(key=lambda pair: (pair[0], -len(pair[1].place.name)))
    files = [entry for _, entry in _apart(named) if entry.kind == "file" and folded(entry.place.name) != folded(result)]
    folders = [entry for _, entry in named if entry.kind == "folder"]
    return Phrase(text, plain, tuple(files), folders[0] if folders else None, result, entries)


def _result(text: str) -> str:
    width = unicodedata.normalize("NFKC", text)
    for pattern in _RESULT:
        if match := pattern.search(width):
            # Japanese has no blank between the verb and the name: "結合して全部.pdfに".
            return re.split("して|って", match[1])[-1]
    return ""


def _mention(plain: str, entry: Entry) -> int:
    """Where a file is named with its extension, or a folder by its whole name of at least 3 characters; else -1."""
    name = folded(entry.place.name)
    if entry.kind == "folder" and len(name) < 3:
        return -1
    return next((m.start() for m in re.finditer(re.escape(name), plain) if _alone(plain, m.start(), m.end())), -1)


def _alone(plain: str, start: int, end: int) -> bool:
    """Not a part of a longer word: "a.pdf" is not meant by "data.pdf". Japanese has no spaces between words."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    return not (before.isascii() and (before.isalnum() or before in ("-", "_"))) and not (
        after.isascii() and after.isalnum()
    )


def _apart(named: list[tuple[int, Entry]]) -> list[tuple[int, Entry]]:
    """Without names that lie inside a longer name: "b.pdf" in "report b.pdf". Expects them by spot, longest first."""
    kept: list[tuple[int, Entry]] = []
    end = 0
    for spot, entry in named:
        if entry.kind != "file" or spot >= end:
            kept.append((spot, entry))
            end = max(end, spot + len(folded(entry.place.name))) if entry.kind == "file" else end
    return kept
