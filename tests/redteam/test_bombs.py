"""Files that take all memory or time end in one clear sentence, and the next file is read (D01 to D05).

The heavy ones, with seconds and megabytes, are measured by tests/benchmarks/documents_limits.py.
"""

import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from agent.core.errors import ToolError, UnreadableError
from agent.documents.pool import WorkerDocuments
from tests.long.fuzz_documents import main as fuzz
from tests.redteam import bombs, bombs_other
from tests.redteam.bomb_list import QUICK


@pytest.fixture(scope="module")
def documents() -> Iterator[WorkerDocuments]:
    pool = WorkerDocuments()
    yield pool
    pool.close()


def end_of(call, *arguments) -> str:
    """The code of the error, or "answered"; anything but a typed error fails the test."""
    try:
        call(*arguments)
    except ToolError as error:
        return error.code
    return "answered"


REFUSED = {
    **{f"billion laughs in a.{one}": "broken" for one in ("docx", "pptx")},
    **{f"quadratic in a.{one}": "broken" for one in ("docx", "pptx")},
    **{f"overlapping a.{one}": "broken" for one in ("xlsx", "docx", "pptx")},
    **{f"lying a.{one}": "broken" for one in ("xlsx", "docx", "pptx")},
    "PNG of 3,600 M pixels": "too_large",
    "TIFF of 10,000 M pixels": "too_large",
    "WebP of 268 M pixels": "too_large",
    "ring of an Outlook mail": "broken",
    "ring of an old letter": "unknown_kind",
}


@pytest.mark.parametrize("name", QUICK)
def test_a_bomb_ends_in_a_clear_sentence_and_the_next_file_is_read(documents, tmp_path, name):
    file, make = QUICK[name]
    path = tmp_path / file
    make(path)
    for call in (documents.check, documents.reaches):
        end_of(call, path)
    end = end_of(documents.read, path)
    assert end == REFUSED.get(name, end)
    (tmp_path / "letter.txt").write_text("Dear all\n")
    assert documents.read(tmp_path / "letter.txt").total == 1


@pytest.mark.parametrize("kind", bombs.XML_BOMBS)
@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pptx"])
def test_no_document_type_brings_anything_in(documents, tmp_path, kind, suffix):
    bombs.xml_bomb(kind, tmp_path / f"a{suffix}")
    try:
        said = str(documents.read(tmp_path / f"a{suffix}"))
    except UnreadableError:
        return
    assert "root:" not in said
    assert "haha" not in said


@pytest.mark.parametrize("suffix", [".xml", ".svg", ".html", ".eml"])
def test_entities_of_a_text_stay_as_they_are_written(documents, tmp_path, suffix):
    declared, used = bombs.XML_BOMBS["billion laughs"]
    head = "From: a@b.example\nSubject: x\nContent-Type: text/html\n\n" if suffix == ".eml" else ""
    (tmp_path / f"a{suffix}").write_text(f"{head}{declared}\n<x>{used}</x>\n")
    assert "haha" not in str(documents.read(tmp_path / f"a{suffix}"))
    documents.reaches(tmp_path / f"a{suffix}")


@pytest.mark.parametrize(
    ("file", "make", "code"),
    [
        ("a.xlsx", partial(bombs.many_cells, count=2_000_000), "too_large"),
        ("a.xlsx", partial(bombs.blanks, size=40 * bombs.MEGABYTE), "too_large"),
        ("a.docx", partial(bombs.empty_paragraphs, count=5_000_000), "too_large"),
        ("a.pptx", partial(bombs.large_part, size=40 * bombs.MEGABYTE), "too_large"),
        ("a.ods", partial(bombs.packed_ods, megabytes=40), "too_large"),
    ],
)
def test_what_is_packed_too_tightly_is_refused_before_it_is_unpacked(documents, tmp_path, file, make, code):
    make(tmp_path / file)
    for call in (documents.read, documents.tables, documents.check, documents.reaches):
        assert end_of(call, tmp_path / file) in {code, "invalid_arguments"}
    assert end_of(documents.read, tmp_path / file) == code


def test_empty_rows_count_too(documents, tmp_path):
    bombs.far_cells(tmp_path / "a.xlsx", sheets=2)
    assert end_of(documents.tables, tmp_path / "a.xlsx") == "too_large"
    assert documents.tables(tmp_path / "a.xlsx", part="S0!A1:B2")[0].rows == ((1,),)


def test_an_answer_is_never_larger_than_the_host_can_take(documents, tmp_path):
    """A part of the table is given."""
    (tmp_path / "a.csv").write_text("x\n" + f"{'y' * 9_999}\n" * 2_700)
    with pytest.raises(UnreadableError, match="Ask for a part") as caught:
        documents.tables(tmp_path / "a.csv")
    assert caught.value.code == "too_large"
    assert len(documents.tables(tmp_path / "a.csv", part="1:100")[0].rows) == 100
    assert documents.read(tmp_path / "a.csv", start=2_690).passages[-1].anchor == "A2701:A2701"


def test_nothing_in_an_active_pdf_is_started(documents, tmp_path):
    bombs_other.active_pdf(tmp_path / "a.pdf")
    assert documents.read(tmp_path / "a.pdf").passages[0].text == "plain words"
    documents.render(tmp_path / "a.pdf", 1, tmp_path / "a.png")
    hows = {(one.how, one.fetches) for one in documents.reaches(tmp_path / "a.pdf")}
    assert hows == {("launch", True), ("javascript", True)}


def test_too_much_time_and_too_much_memory_are_told_apart(tmp_path):
    (tmp_path / "a.txt").write_text("x\n")
    ends = {"os.abort()": "too much memory", "os._exit(77)": "too much memory", "os._exit(3)": "broke down"}
    for end, words in ends.items():
        code = f"import os, sys; sys.stdin.readline(); {end}"
        pool = WorkerDocuments(command=(sys.executable, "-c", code))
        with pytest.raises(UnreadableError, match=words) as caught:
            pool.read(tmp_path / "a.txt")
        assert caught.value.words.en.endswith("The file was not changed.")
        assert caught.value.words.ja.endswith("ファイルは変更していません。")
        assert caught.value.code == "unsafe"
        pool.close()
    code = "import sys, threading; sys.stdin.readline(); threading.Event().wait()"
    pool = WorkerDocuments(command=(sys.executable, "-c", code), seconds=0.2)
    with pytest.raises(UnreadableError, match=r"stopped after 0 seconds\. The file was not changed"):
        pool.read(tmp_path / "a.txt")
    pool.close()


def test_many_bombs_at_once_leave_the_host_as_it_was(documents, tmp_path):
    bombs.xml_bomb("billion laughs", tmp_path / "a.docx")
    ends: list[str] = []
    threads = [
        threading.Thread(target=lambda: ends.append(end_of(documents.read, tmp_path / "a.docx"))) for _ in "12345"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends == ["broken"] * 5


def test_damaged_files_end_in_typed_errors():
    """A short form of tests/long/fuzz_documents.py (D10)."""
    ends, bad = fuzz(20)
    assert bad == []
    assert sum(ends.values()) == 80
