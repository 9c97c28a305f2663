"""Real documents of other programs: each is read, or refused with a code; an edit changes one part of it."""

import zipfile
from pathlib import Path

import pytest

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.pool import WorkerDocuments

OFFICE = Path(__file__).resolve().parents[4] / "shared" / "data" / "office"
FILES = sorted(OFFICE.glob("*"))
CODES = {"encrypted", "broken", "wrong_type"}

pytestmark = pytest.mark.skipif(not FILES, reason="the shared documents are not beside the repository")


@pytest.fixture(scope="module")
def documents():
    pool = WorkerDocuments()
    yield pool
    pool.close()


def parameters(*suffixes: str):
    files = [path for path in FILES if path.suffix in suffixes]
    return pytest.mark.parametrize("real", files, ids=lambda path: path.name)


@parameters(".docx", ".docm", ".pptx", ".pdf")
def test_it_is_read_or_refused_with_a_code(documents, real):
    refused = refusal(documents, real)
    if refused is not None:
        assert refused.code in CODES
        assert refused.__cause__ is None, "refused on purpose, not by a crash"
        return
    content = documents.read(real, count=100_000)
    assert len(content.passages) == content.total
    assert all(passage.anchor and passage.text for passage in content.passages)
    documents.check(real)
    documents.tables(real)
    assert documents.diff(real, real) == ()


@parameters(".docx", ".docm", ".pptx")
def test_an_edit_changes_one_part_and_nothing_else(documents, real, tmp_path):
    target = tmp_path / real.name
    try:
        find = word_in(documents, real)
        documents.edit(real, [{"op": "replace", "find": find, "with": "置換", "all": True}], target)
    except (UnreadableError, InvalidArgumentsError, LookupError) as error:
        pytest.skip(f"{type(error).__name__}: nothing to replace there")
    documents.check(target)
    with zipfile.ZipFile(real) as old, zipfile.ZipFile(target) as new:
        assert old.namelist() == new.namelist()
        touched = [name for name in set(old.namelist()) if old.read(name) != new.read(name)]
    assert touched
    assert all(name.endswith(".xml") for name in touched)
    differences = documents.diff(real, target)
    assert differences
    assert all("置換" in one.after for one in differences)
    documents.edit(
        target, [{"op": "replace", "find": "置換", "with": find, "all": True}], tmp_path / f"back{real.suffix}"
    )
    assert documents.diff(real, tmp_path / f"back{real.suffix}") == ()


def test_real_files_raise_no_false_alarm(documents):
    """The few that are named do hide words: definitions in hidden text, a very hidden sheet."""
    warned = {}
    for path in FILES:
        try:
            facts = documents.read(path, count=1).facts
        except UnreadableError:
            continue
        told = [fact.en for fact in facts if "of hidden text" in fact.en]
        if told:
            warned[path.name.split("-")[1]] = told[0].partition(" at ")[0].partition(": ")[2]
    assert warned == {
        "Hyperlink_": "hidden text",
        "customIndexedColors": "very hidden sheet",
    }


def refusal(documents, path: Path) -> UnreadableError | None:
    try:
        documents.read(path)
    except UnreadableError as error:
        return error
    return None


def word_in(documents, path: Path) -> str:
    """The longest word of the text; LookupError when there is none."""
    passages = [passage.text for passage in documents.read(path).passages if passage.kind not in {"comment", "hidden"}]
    words = [word for text in passages if not text.startswith("[chart]") for word in text.split() if word.isalpha()]
    if not words:
        raise LookupError(path.name)
    return str(max(words, key=len))
