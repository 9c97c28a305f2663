"""A package in any layout of a zip comes out with one part changed and every other part as the same bytes."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.core.errors import UnreadableError
from agent.documents.opc.package import Package
from tests.agent.documents.odd_zips import Entry, packed

NAMES = ["[Content_Types].xml", "xl/", "xl\\sheet.xml", "word/文書.xml", "media/image1.PNG", "a", "deep/er/part.bin"]
EXTRA = [b"", b"\x20\xa2\x04\x00\0\0\0\0", b"\x55\x54\x05\x00\x01\0\0\0\0"]
entries = st.builds(
    Entry,
    name=st.sampled_from(NAMES),
    data=st.binary(max_size=300),
    stored=st.booleans(),
    descriptor=st.sampled_from(["", "signed", "bare", "long"]),
    extra=st.sampled_from(EXTRA),
    comment=st.binary(max_size=9),
    wide=st.booleans(),
    gap=st.sampled_from([b"", b"\0" * 7]),
)
archives = st.lists(entries, min_size=1, max_size=6, unique_by=lambda one: one.name)


def as_written(entry):
    """An entry for a folder has no contents."""
    return Entry(entry.name, b"", True) if entry.name.endswith("/") else entry


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(archives, st.integers(0, 5), st.booleans(), st.binary(max_size=30), st.sampled_from([b"", b"\r\n", b"\0" * 40]))
def test_every_layout_keeps_the_parts_that_no_change_names(tmp_path, documents, made, index, wide, comment, behind):
    whole = [as_written(one) for one in made]
    # The first entry begins the file: bytes before it would make it no zip by its first bytes.
    whole[0] = Entry(**{**{key: getattr(whole[0], key) for key in whole[0].__dataclass_fields__}, "gap": b""})
    changed = whole[index % len(whole)].name.replace("\\", "/")
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    old.write_bytes(packed(whole, comment=comment.replace(b"P", b"p"), wide_end=wide, behind=behind))
    with Package.open(old) as package:
        package.save(new, {changed: b"other contents", "added/part.xml": b"<added/>"})
    parts = documents.parts(old, new)
    assert (parts.changed, parts.added, parts.removed) == ((changed,), ("added/part.xml",), ())
    assert parts.identical == len(whole) - 1
    with zipfile.ZipFile(new) as archive:
        assert archive.testzip() is None
        read = {one.filename.replace("\\", "/"): archive.read(one) for one in archive.infolist()}
        assert archive.comment == comment.replace(b"P", b"p")
    expected = {one.name.replace("\\", "/"): one.data for one in whole}
    assert read == {**expected, changed: b"other contents", "added/part.xml": b"<added/>"}
    assert new.read_bytes().endswith(behind)


def test_parts_that_came_and_went_are_named(tmp_path, documents):
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    old.write_bytes(packed([Entry("a", b"1"), Entry("b", b"2"), Entry("c", b"3")]))
    new.write_bytes(packed([Entry("c", b"3"), Entry("d", b"4"), Entry("b", b"2", stored=True)]))
    parts = documents.parts(old, new)
    assert parts.changed == ("b",), "the same contents in other bytes count as changed"
    assert (parts.added, parts.removed, parts.identical) == (("d",), ("a",), 1)


def test_a_file_that_is_no_package_is_one_part(tmp_path, documents):
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.txt").write_text("two")
    assert documents.parts(tmp_path / "a.txt", tmp_path / "b" / "a.txt").changed == ("file",)
    assert documents.parts(tmp_path / "a.txt", tmp_path / "a.txt").identical == 1


def test_half_a_package_cannot_be_compared(tmp_path, documents):
    whole = packed([Entry("a", b"1" * 100, stored=True)])
    (tmp_path / "a.zip").write_bytes(whole)
    (tmp_path / "b.zip").write_bytes(whole[:60])
    with pytest.raises(UnreadableError) as raised:
        documents.parts(tmp_path / "a.zip", tmp_path / "b.zip")
    assert raised.value.code == "broken"


@pytest.mark.parametrize("before", [b"#!/bin/sh\n", b"\0" * 5, b"MZ" + b"\0" * 64])
def test_a_package_behind_other_bytes_is_refused(tmp_path, documents, before):
    """Those bytes may be a program; an edit would drop or keep them, and either surprises somebody."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    (tmp_path / "a.xlsx").write_bytes(before + made.getvalue())
    with pytest.raises(UnreadableError) as raised:
        documents.read(tmp_path / "a.xlsx")
    assert raised.value.code == "wrong_type"


def test_a_drawing_that_is_nearly_empty_is_no_bomb_and_a_part_of_xml_is(tmp_path):
    for name, opens in (("ppt/media/image1.emf", True), ("ppt/slides/slide1.xml", False)):
        with zipfile.ZipFile(tmp_path / "a.pptx", "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("[Content_Types].xml", "<Types/>")
            made.writestr(name, b"\0" * 2_000_000)
        if opens:
            Package.open(tmp_path / "a.pptx").close()
        else:
            with pytest.raises(UnreadableError, match="packed more than"):
                Package.open(tmp_path / "a.pptx")
