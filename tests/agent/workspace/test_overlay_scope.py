"""Declared sets of places: what two of them have in common is always found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core.errors import OutsideWorkspaceError
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.workspace.overlay_bounds import BoundedFiles
from agent.workspace.overlay_scope import Pattern, Scope, scope_of
from agent.workspace.workspace import Workspace

NAMES = st.lists(st.sampled_from(["a", "b", "ab", "Ab", "é", "e\u0301", "x.txt"]), min_size=1, max_size=4)
GLOBS = st.lists(
    st.sampled_from(["a", "b", "a*", "*b", "?", "*", "**", "A?", "É", "*.TXT", "x.*"]), min_size=1, max_size=4
)


class Roots:
    """Files of which only the Roots matter."""

    def roots(self):
        return (Place("", ""), Place("Other", ""))


def scope(*texts):
    return scope_of(texts, Roots())  # type: ignore[arg-type]  # nothing else of Files is asked for


def covers(text, path):
    return scope(text).covers(Place("", path))


def test_a_pattern_covers_what_it_matches_and_all_below_whatever_case_and_form():
    assert covers("out/c.txt", "OUT/C.TXT")
    assert covers("out", "out/deep/c.txt")
    assert covers("out/", "out/c.txt")
    assert covers("*.pdf", "A.PDF")
    assert covers("a/**/x.txt", "a/x.txt")
    assert covers("a/**/x.txt", "a/b/c/x.txt")
    assert covers(".", "anything/at all.txt")
    assert covers("Übersicht", "U\u0308BERSICHT/x")
    assert not covers("out/c.txt", "out/c.txt.bak")
    assert not covers("out", "outer/c.txt")
    assert not covers("*.pdf", "deep/a.pdf")
    assert not covers("a?.txt", "a.txt")
    assert not scope("Other:a").covers(Place("", "a"))
    assert scope("Other:a").covers(Place("Other", "a/b"))


def test_a_star_in_the_name_of_a_file_stands_for_itself():
    assert not covers("ab", "a*")
    assert not covers("abc", "a?c")


def test_folders_on_the_way_lead_to_it():
    way = scope("a/b*/c.txt")
    assert all(way.leads_to(Place("", path)) for path in ("", "a", "a/bb", "a/bb/c.txt"))
    assert not any(way.leads_to(Place("", path)) for path in ("b", "a/c", "a/bb/d.txt"))


def test_a_file_that_only_stands_in_the_way_is_not_read(tmp_path):
    (tmp_path / "ab").write_text("a file where a folder could be")
    files = BoundedFiles(Workspace((RootGranted("", str(tmp_path)),), tmp_path / "staging"), scope("a*/x.txt"))
    for read in (files.snapshot, files.sha256):
        with pytest.raises(OutsideWorkspaceError):
            read(Place("", "ab"))


def test_the_two_patterns_that_meet_are_named(tmp_path):
    files = Workspace((RootGranted("", str(tmp_path)),), tmp_path / "staging")
    one, other = scope_of(("x", "Out/2026-*.xlsx"), files), scope_of(("y", "out/*-10.XLSX"), files)
    assert one.meets(other) == ("Out/2026-*.xlsx", "out/*-10.XLSX")
    assert one.meets(scope_of(("out/2025.xlsx",), files)) is None


@settings(max_examples=300, derandomize=True, deadline=None)
@given(GLOBS, GLOBS, NAMES)
def test_when_a_place_is_in_both_sets_they_are_said_to_meet(one, other, names):
    first, second, place = scope("/".join(one)), scope("/".join(other)), Place("", "/".join(names))
    if first.covers(place) and second.covers(place):
        assert first.meets(second)
        assert second.meets(first)


def fits(pattern: Pattern) -> list[str]:
    """Some paths that a pattern covers, built from its own words."""
    paths = [""]
    for part in pattern.text.split("/"):
        options = {"**": ["", "q", "q/r"], "*": ["q"], "?": ["q"]}.get(
            part, [part.replace("*", m).replace("?", "q") for m in ("", "q")]
        )
        paths = ["/".join(filter(None, (path, option))) for path in paths for option in options]
    return paths


@settings(max_examples=150, derandomize=True, deadline=None)
@given(GLOBS)
def test_every_pattern_covers_what_is_built_from_it_and_meets_it(parts):
    made = scope("/".join(parts))
    for path in fits(made.patterns[0]):
        if path:
            assert made.covers(Place("", path))
            assert made.meets(Scope(scope(path).patterns))
