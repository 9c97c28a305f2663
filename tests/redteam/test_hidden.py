"""An order that a person cannot see is told as what it is: with its place, and why nobody sees it (P01, P03, P10)."""

from collections.abc import Iterator

import pytest

from agent.documents.pool import WorkerDocuments
from agent.documents.unseen import DISGUISED
from tests.redteam.hiding import DOCX, DOCX_SEEN, ORDER, PPTX, PPTX_SEEN, XLSX, XLSX_SEEN
from tests.redteam.hiding_pages import HTML, HTML_SEEN, OTHERS, PDF, PDF_SEEN

WAYS = [
    (suffix, way)
    for suffix, ways in ((".docx", DOCX), (".xlsx", XLSX), (".pptx", PPTX), (".pdf", PDF), (".html", HTML))
    for way in ways
]
MAKERS = {".docx": DOCX, ".xlsx": XLSX, ".pptx": PPTX, ".pdf": PDF, ".html": HTML}
SEEN = {".docx": DOCX_SEEN, ".xlsx": XLSX_SEEN, ".pptx": PPTX_SEEN, ".pdf": PDF_SEEN, ".html": HTML_SEEN}


@pytest.fixture(scope="module")
def documents() -> Iterator[WorkerDocuments]:
    pool = WorkerDocuments()
    yield pool
    pool.close()


def holds(text: str) -> bool:
    return ORDER.replace(" ", "") in "".join(text.split())


def looked_at(documents, path, reason: str) -> None:
    content = documents.read(path)
    holding = [one for one in content.passages if holds(one.text)]
    assert holding, "the words are not lost"
    if reason:
        assert {one.hidden for one in holding} == {reason}
        assert all(one.anchor for one in holding)
    else:
        assert {one.kind for one in holding} <= {"comment", "note"} or "[deleted: " in holding[0].text
    warned = [fact for fact in content.facts if "of hidden text" in fact.en]
    assert len(warned) == (reason in DISGUISED)
    assert all(reason in fact.en and DISGUISED[reason] in fact.ja for fact in warned)


@pytest.mark.parametrize(("suffix", "way"), WAYS)
def test_words_that_are_hidden_are_labelled(documents, tmp_path, suffix, way):
    reason, make = MAKERS[suffix][way]
    make(tmp_path / f"a{suffix}")
    looked_at(documents, tmp_path / f"a{suffix}", reason)


@pytest.mark.parametrize("name", OTHERS)
def test_words_that_are_hidden_in_other_files_are_labelled(documents, tmp_path, name):
    reason, make = OTHERS[name]
    make(tmp_path / name)
    looked_at(documents, tmp_path / name, reason)


@pytest.mark.parametrize(("suffix", "way"), [(suffix, way) for suffix, ways in SEEN.items() for way in ways])
def test_words_that_everybody_sees_raise_no_alarm(documents, tmp_path, suffix, way):
    SEEN[suffix][way](tmp_path / f"a{suffix}")
    content = documents.read(tmp_path / f"a{suffix}")
    assert not [fact.en for fact in content.facts if "of hidden text" in fact.en]
    assert [one.hidden for one in content.passages if holds(one.text) or "opacity" in one.text] == [""] * len(
        [one for one in content.passages if holds(one.text)]
    )


def test_a_change_cannot_hide_in_white(documents, tmp_path):
    """What the person is shown before a change says that nobody would see the new words."""
    DOCX_SEEN["small print"](tmp_path / "a.docx")
    DOCX["white"][1](tmp_path / "b.docx")
    found = documents.diff(tmp_path / "a.docx", tmp_path / "b.docx")
    assert [(one.before, one.after) for one in found] == [(ORDER, f"[white text] {ORDER}")]
