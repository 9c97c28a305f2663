"""Tesseract, where the person has it: the words of a picture, marked as read by it, since they may be wrong."""

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from statistics import mean

from agent.core.running import Confinement
from agent.documents.programs.outside import OutsideProgram
from agent.documents.recognised import Recognised
from agent.documents.temporary import OwnFolder

_PLACES = (
    r"C:\Program Files\Tesseract-OCR\tesseract.exe",
    "/opt/homebrew/bin/tesseract",
    "/usr/local/bin/tesseract",
)
_LANGUAGES = ("jpn", "eng")
_WORD_LEVEL = "5"
_WIDE = range(0x3000, 0xFFF0)


def found_ocr() -> Path | None:
    """Where Tesseract is installed, or None."""
    named = shutil.which("tesseract")
    # What lies in the folder that one happens to be in (Windows looks there first) may be a stranger's.
    if named and Path(named).is_absolute():
        return Path(named)
    return next((Path(one) for one in _PLACES if Path(one).is_file()), None)


class OcrProgram:
    """Reads pictures, one at a time, in Japanese and English as far as these are installed."""

    def __init__(self, program: Path, confinement: Confinement | None = None) -> None:
        self._program = OutsideProgram(program, confinement)

    @cached_property
    def languages(self) -> str:
        """The languages it is asked for: "jpn+eng"."""
        with OwnFolder("ocr") as folder:
            told = self._program.run(["--list-langs"], folder, 10) or b""
        known = told.decode("utf-8", "replace").split()
        return "+".join(one for one in _LANGUAGES if one in known) or "eng"

    @property
    def by(self) -> str:
        """Who reads, and in which languages: "Tesseract (jpn+eng)"."""
        return f"Tesseract ({self.languages})"

    def read(self, picture: Path, seconds: float) -> Recognised | None:
        """The words of a picture; None when it could not be read within `seconds`."""
        with OwnFolder("ocr") as folder:
            arguments = [str(picture.absolute()), "stdout", "-l", self.languages, "tsv"]
            told = self._program.run(arguments, folder, seconds, [picture.absolute()])
        return None if told is None else _recognised(told.decode("utf-8", "replace"))

    def close(self) -> None:
        """Stop it."""
        self._program.stop()


def _recognised(table: str) -> Recognised:
    """Tesseract's TSV: a line for each word with its block, paragraph and line, and its confidence."""
    rows = [row for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["level"] == _WORD_LEVEL and (row["text"] or "").strip()]  # fmt: skip
    paragraphs = tuple(
        "\n".join(_lines(list(words))) for _, words in groupby(rows, key=lambda row: (row["block_num"], row["par_num"]))
    )
    return Recognised(paragraphs, round(mean(float(row["conf"]) for row in rows)) if rows else 0)


def _lines(words: Sequence[dict[str, str]]) -> Iterator[str]:
    for _, line in groupby(words, key=lambda row: row["line_num"]):
        text = ""
        for row in line:
            # Tesseract calls every few Japanese characters a word: no blank stands between them.
            joined = text and ord(text[-1]) in _WIDE and ord(row["text"][0]) in _WIDE
            text += ("" if joined or not text else " ") + row["text"]
        yield text
