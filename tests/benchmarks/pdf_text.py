"""How fast a PDF is read, and becomes Markdown, beside pypdf, pdfplumber and markitdown in the same run.

    python tests/benchmarks/pdf_text.py [PAGES] [--peer PYTHON]

PYTHON is an interpreter that has markitdown; without it that line is left out. Times are of the processor.

The document is made here: half of its pages in English, half in Japanese where a Japanese font is installed.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
from pypdf import PdfReader

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from agent.core.errors import InvalidArgumentsError  # noqa: E402
from agent.documents.pdf import convert  # noqa: E402
from agent.documents.pdf import create as pdf_create  # noqa: E402
from agent.documents.pdf import text as pdf_text  # noqa: E402

_ENGLISH = "The committee met on Thursday and agreed that the figures of the third quarter are to be checked again. "
_JAPANESE = "委員会は木曜日に開かれ、第三四半期の数値を再確認することで合意した。担当者は来週までに報告書を提出する。"
# Slower readers are measured on fewer pages.
_SHARE_OF_PEERS = 0.1
_PEER = """
import sys, time, warnings
warnings.filterwarnings("ignore")
from markitdown import MarkItDown
start = time.process_time()
MarkItDown().convert(sys.argv[1])
print(time.process_time() - start)
"""


def made(folder: Path, pages: int) -> Path:
    """A PDF with so many pages."""
    parts = []
    for number in range(pages):
        japanese = number % 2 == 1
        paragraph = (_JAPANESE if japanese else _ENGLISH) * 3
        parts.append("\n\n".join([f"## {number + 1}", *[paragraph] * 6]))
    target = folder / "long.pdf"
    try:
        pdf_create.create({"markdown": "\n\n\\newpage\n\n".join(parts), "footer": ""}, target)
    except InvalidArgumentsError:
        english = "\n\n\\newpage\n\n".join(part for part in parts if _JAPANESE not in part)
        pdf_create.create({"markdown": english, "footer": ""}, target)
    return target


def ours(path: Path, pages: int) -> int:
    """Blocks with addresses, hidden words found out, as the product reads them."""
    content = pdf_text.read(path, 0, 1_000_000, f"1-{pages}")
    return sum(len(one.text) for one in content.passages)


def by_pypdf(path: Path, pages: int) -> int:
    """Text alone."""
    return sum(len(page.extract_text()) for page in PdfReader(path).pages[:pages])


def by_pdfplumber(path: Path, pages: int) -> int:
    """Text alone."""
    with pdfplumber.open(path) as document:
        return sum(len(page.extract_text()) for page in document.pages[:pages])


def by_markitdown(python: str, path: Path) -> float:
    """The seconds that it takes for the Markdown of all pages; 0 when it is not there."""
    done = subprocess.run([python, "-c", _PEER, str(path)], check=False, capture_output=True, text=True)
    return float(done.stdout.split()[-1]) if done.returncode == 0 else 0.0


def markdown_of(path: Path) -> float:
    """The seconds that the Markdown of all pages takes us."""
    start = time.process_time()
    convert.convert(path, path.with_suffix(".md"))
    return time.process_time() - start


def pages_a_second(read: Callable[[Path, int], int], path: Path, pages: int) -> tuple[float, int]:
    """How many pages it reads in a second, and how many characters it found on one."""
    start = time.process_time()
    letters = read(path, pages)
    return pages / (time.process_time() - start), letters // pages


def main() -> None:
    """Print the numbers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", type=int, nargs="?", default=500)
    parser.add_argument("--peer", default=sys.executable, metavar="PYTHON")
    options = parser.parse_args()
    wanted = options.pages
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        path = made(Path(folder), wanted)
        pages = len(PdfReader(path).pages)
        print(f"{pages} pages made in {time.perf_counter() - start:.1f} s, {path.stat().st_size / 1e6:.2f} MB")
        speed, letters = pages_a_second(ours, path, pages)
        print(f"ours (all pages): {speed:.0f} pages a second, {letters} characters a page")
        few = max(1, round(pages * _SHARE_OF_PEERS))
        mine, _ = pages_a_second(ours, path, few)
        for name, read in (("pypdf", by_pypdf), ("pdfplumber", by_pdfplumber)):
            other, found = pages_a_second(read, path, few)
            ratio = f"ours is {mine / other:.1f} times as fast"
            print(f"{name} ({few} pages): {other:.1f} a second, {found} characters a page; {ratio}")
        mine_too = markdown_of(path)
        print(f"Markdown of {pages} pages: {mine_too:.2f} s of the processor")
        if theirs := by_markitdown(options.peer, path):
            print(f"markitdown: {theirs:.1f} s; ours is {theirs / mine_too:.0f} times as fast")


if __name__ == "__main__":
    main()
