"""Whatever a stranger calls a file, it is refused, or lies in the package under one name for every system."""

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core.errors import NeedsUserError
from agent.packages.archive import unpack
from agent.packages.members import members_of
from agent.packages.names import Names, member_name, same_file
from agent.packages.naming import is_kept_name, kept_name

PIECES = st.sampled_from(
    ["a", "A", "b.md", "..", ".", "", "/", "\\", "C:", "con", "é", "e\u0301", "か\u3099", "\u202e", "\u200b",
     " ", "\0", "~", "K",
     "\u212a", "ſ", "ß", "ss", "SKILL.md", "\U000e0041", "日本語", "ﬁ", "nul.txt", "x" * 300, "\ud800", ":", "*"]
)  # fmt: skip
NAMES = st.one_of(
    st.text(max_size=40), st.lists(PIECES, max_size=6).map("/".join), st.lists(PIECES, max_size=6).map("".join)
)


def taken(name):
    try:
        return member_name(name)
    except NeedsUserError:
        return None


@given(NAMES)
@settings(max_examples=150, deadline=None)
def test_a_name_that_is_taken_stays_inside_and_means_the_same_everywhere(name):
    kept = taken(name)
    if kept is None:
        return
    parts = kept.split("/")
    assert not {"..", ".", ""} & set(parts)
    assert not set(kept) & set('\\:*?"<>|\0')
    assert kept == unicodedata.normalize("NFC", kept) == member_name(kept)
    assert all(part == part.strip() and not part.endswith(".") for part in parts)
    kept.encode("utf-8")


@given(st.lists(NAMES, max_size=12))
@settings(max_examples=100, deadline=None)
def test_no_two_names_are_one_file_on_any_system(names):
    known, kept = Names(), []
    for name in filter(None, map(taken, names)):
        try:
            known.take(name)
        except NeedsUserError:
            continue
        kept.append(name)
    whole = [same_file(one) for one in kept]
    assert len(set(whole)) == len(kept)
    assert (
        len({one.casefold() for one in kept}) == len({unicodedata.normalize("NFD", one) for one in kept}) == len(kept)
    )
    assert not any(other.startswith(f"{one}/") for one in whole for other in whole)


@given(st.lists(st.tuples(NAMES, st.binary(max_size=20)), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_of_any_names_is_refused_or_lies_below_its_folder(tmp_path_factory, members):
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w") as archive:
        for name, content in members:
            entry = zipfile.ZipInfo("x")
            entry.filename = entry.orig_filename = name.encode("utf-8", "replace").decode()[:200]
            archive.writestr(entry, content)
    place = tmp_path_factory.mktemp("place")
    try:
        unpack(told, place / "in" if (place / "in").exists() else place / "into")
    except NeedsUserError:
        assert list(place.iterdir()) == []
        return
    found = members_of(place / "into")
    assert found
    assert [path.name for path in place.iterdir()] == ["into"]


@given(st.text(max_size=100))
@settings(max_examples=150, deadline=None)
def test_whatever_a_package_calls_itself_it_is_kept_under_a_plain_name(text):
    name = kept_name(text)
    assert is_kept_name(name)
    assert kept_name(name) == name
