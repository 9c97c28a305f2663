"""Wrong letters and seconds of the programs that read scans, on pages of known words in Japanese and English.

    python tests/benchmarks/scans.py [PAGES]

RapidOCR is the extra "ocr"; what is not installed is left out. It runs as in the app: confined where that works, in the
memory of a worker. Pages are drawn here as prose of 10 points and a table, at 300 and at 150 dots an inch, slightly
grey and noisy. Wrong letters are the edits between what was drawn and what was read, blanks left out (CER).
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from agent.documents.drawing.fonts import font, has_japanese  # noqa: E402
from agent.documents.programs.models import ModelOcr, has_models  # noqa: E402
from agent.documents.programs.ocr import OcrProgram, found_ocr  # noqa: E402
from agent.documents.programs.printing import PrintingDocuments, Programs  # noqa: E402
from desktop.compose.sandboxing import for_workers  # noqa: E402

_WORDS = {
    "en": "committee figures quarter invoice delivery Thursday agreed checked warehouse Yamada report supplier total "
    "payment before March transport customer contract signed office",
    "ja": "委員会は 木曜日に 開かれ 第三四半期の 数値を 再確認する ことで 合意した。 担当者は 来週までに "
    "報告書を 提出する。 請求金額は 消費税を 株式会社山田商事へ 月末までに お支払い ください。 カタログの ページ",
}


def prose(language: str, chance: random.Random, width: int) -> list[str]:
    """Lines of about `width` letters."""
    gap = " " if language == "en" else ""
    lines = []
    for _ in range(24):
        line = ""
        while len(line) < width:
            line += chance.choice(_WORDS[language].split()) + gap
        lines.append(line.strip())
    return lines


def rows(language: str, chance: random.Random) -> list[list[str]]:
    """A table of names and amounts."""
    named = _WORDS[language].split()
    return [
        [
            chance.choice(named).strip("。、"),
            f"{chance.randrange(10**6):,}",
            f"2026-0{chance.randrange(1, 9)}-1{n % 10}",
        ]
        for n in range(16)
    ]


def drawn(lines: Sequence[str], cells: Sequence[Sequence[str]], dots: int, chance: random.Random) -> Image.Image:
    """A page of A4 as a scanner sees it."""
    page = Image.new("L", (round(8.27 * dots), round(11.69 * dots)), 250)
    draw = ImageDraw.Draw(page)
    letters, unit = font(round(10 / 72 * dots)), dots / 72
    y = 60 * unit
    for line in lines:
        draw.text((60 * unit, y), line, fill=25, font=letters)
        y += 16 * unit
    y += 20 * unit
    for row in cells:
        for column, cell in enumerate(row):
            draw.rectangle((x := (60 + 150 * column) * unit, y, x + 150 * unit, y + 18 * unit), outline=90)
            draw.text((x + 4 * unit, y + 3 * unit), cell, fill=25, font=letters)
        y += 18 * unit
    noise = Image.effect_noise(page.size, 12)
    return Image.blend(page.filter(ImageFilter.GaussianBlur(dots / 400)), noise, 0.12).rotate(
        chance.uniform(-0.4, 0.4), fillcolor=235
    )


def edits(one: str, other: str) -> int:
    """Letters to put in, take out or change."""
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
        before = row
    return before[-1]


def programs() -> Iterator[tuple[str, Programs]]:
    """Each alone."""
    if has_models():
        yield "RapidOCR", Programs(models=ModelOcr(for_workers()))
    if (tesseract := found_ocr()) is not None:
        yield "Tesseract", Programs(ocr=OcrProgram(tesseract, for_workers()))


def measured(some: Programs, pages: Sequence[tuple[Path, str]]) -> tuple[float, float]:
    """Wrong letters of 100, and seconds for a page."""
    documents = PrintingDocuments(some)
    wrong = letters = 0
    began = time.perf_counter()
    for path, truth in pages:
        read = "".join("".join(one.text.split()) for one in documents.read(path, part="ocr").passages)
        wrong += edits("".join(truth.split()), read)
        letters += len("".join(truth.split()))
    clock = time.perf_counter() - began
    documents.close()
    return 100 * wrong / letters, clock / len(pages)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("pages", type=int, nargs="?", default=3)
    count = asked.parse_args().pages
    with tempfile.TemporaryDirectory() as place:
        for language in ("ja", "en") if has_japanese() else ("en",):
            for dots in (300, 150):
                pages = []
                for number in range(count):
                    chance = random.Random(f"{language} {number}")
                    lines = prose(language, chance, 38 if language == "ja" else 70)
                    cells = rows(language, chance)
                    path = Path(place) / f"{language}-{dots}-{number}.png"
                    drawn(lines, cells, dots, chance).save(path, dpi=(dots, dots))
                    pages.append((path, "\n".join([*lines, *(" ".join(row) for row in cells)])))
                for name, some in programs():
                    wrong, clock = measured(some, pages)
                    print(f"{language} {dots} dpi {name:10} wrong letters {wrong:5.1f} %  seconds a page {clock:5.1f}")


if __name__ == "__main__":
    main()
