"""PDFs of other programs: every kind of edit leaves a file that opens, and what it does not name as it was."""

from collections import Counter
from pathlib import Path

import pytest

from agent.core.errors import UnreadableError
from tests.agent.documents.pdfs import grows, texts

ADDED = {
    "rotate": {"op": "rotate", "pages": "1", "degrees": 90},
    "crop": {"op": "crop", "pages": "1", "margins": [10, 10, 10, 10]},
    "stamp": {"op": "stamp", "text": "{page} / {pages}"},
    "watermark": {"op": "watermark", "text": "DRAFT"},
    "add_note": {"op": "add_note", "page": 1, "text": "Look"},
    "add_link": {"op": "add_link", "page": 1, "box": [10, 10, 50, 20], "url": "https://example.com/"},
    "set_metadata": {"op": "set_metadata", "properties": {"title": "New title"}},
    "add_bookmarks": {"op": "add_bookmarks", "bookmarks": [{"title": "Start", "page": 1}]},
}
ANEW = {
    "remove_metadata": {"op": "remove_metadata"},
    "scale": {"op": "scale", "to": "A4"},
    "insert_blank": {"op": "insert_blank", "after": 0},
    "take": {"op": "take", "pages": "1,1"},
}


@pytest.fixture(scope="module")
def sound(documents, real_files) -> list[Path]:
    """Some of the PDFs that open."""
    found = []
    for path in real_files:
        if path.suffix == ".pdf":
            try:
                documents.check(path)
            except UnreadableError:
                continue
            found.append(path)
    assert len(found) > 10
    return found[::4]


@pytest.mark.parametrize("name", ADDED)
def test_an_addition_leaves_the_bytes_and_the_words_as_they_were(documents, sound, tmp_path, name):
    for source in sound:
        documents.edit(source, [ADDED[name]], tmp_path / "out.pdf")
        documents.check(tmp_path / "out.pdf")
        assert grows(source, tmp_path / "out.pdf"), source.name
        lost = letters(documents, source) - letters(documents, tmp_path / "out.pdf")
        # What a crop cuts off is not seen any more.
        assert name == "crop" or not lost, (source.name, lost)


@pytest.mark.parametrize("name", ANEW)
def test_a_file_that_is_written_anew_keeps_its_words(documents, sound, tmp_path, name):
    for source in sound:
        documents.edit(source, [ANEW[name]], tmp_path / "out.pdf")
        documents.check(tmp_path / "out.pdf")
        first = "1" if name == "take" else ""
        lost = letters(documents, source, first) - letters(documents, tmp_path / "out.pdf")
        assert not lost, (source.name, lost)


def letters(documents, path: Path, part: str = "") -> Counter[str]:
    """How often each letter and digit is seen; where lines end may differ."""
    return Counter(c for line in texts(documents, path, part) for c in line if c.isalnum())


def test_every_real_file_is_told_of_and_compared_with_itself(documents, sound):
    for source in sound:
        for part in ("1 positions", "fields", "bookmarks", "links", "properties"):
            documents.read(source, part=part)
        documents.problems(source)
        assert documents.diff(source, source) == ()


def test_words_of_every_real_file_are_redacted(documents, sound, tmp_path):
    for source in sound[:2]:
        words = {word for line in texts(documents, source) for word in line.split()}
        longest = sorted((word for word in words if word.isalpha()), key=len)
        if longest and len(longest[-1]) > 4:
            documents.edit(source, [{"op": "redact", "find": longest[-1]}], tmp_path / "out.pdf")
            assert longest[-1] not in " ".join(texts(documents, tmp_path / "out.pdf"))
