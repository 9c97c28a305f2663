"""Places are canonical, and no text leads out of the Roots."""

import sys

import pytest

from agent.core.errors import OutsideWorkspaceError
from agent.core.paths import Place, place_of, shown


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a/b.pdf", Place("", "a/b.pdf")),
        ("./a//b.pdf", Place("", "a/b.pdf")),
        ("a\\b.pdf", Place("", "a/b.pdf")),
        (".", Place("", "")),
        ("Clients:x/y.docx", Place("Clients", "x/y.docx")),
        ("12:30 notes.txt", Place("", "12:30 notes.txt")),
    ],
)
def test_a_text_means_one_place(text, place):
    assert place_of(text, {"", "Clients"}) == place


@pytest.mark.parametrize(
    "text",
    ["../x", "a/../../x", "/etc/passwd", "~/x", "~root/x", "file:///etc/passwd", "C:/x", "C:\\x", "\\\\host\\x",
     "Clients:../x", "a\0b"],
)  # fmt: skip
def test_no_text_leads_out(text):
    with pytest.raises(OutsideWorkspaceError):
        place_of(text, {"", "Clients"})


def test_a_sibling_with_the_same_beginning_is_not_within():
    assert Place("", "grant/a").within(Place("", "grant"))
    assert not Place("", "grant-evil/a").within(Place("", "grant"))
    assert not Place("Other", "grant/a").within(Place("", "grant"))


def test_names_that_could_lie_are_escaped_when_shown():
    assert shown("a\u202egnp.exe\n") == "a\\u202egnp.exe\\n"
    assert shown("請求書　四月.pdf") == "請求書　四月.pdf"


@pytest.mark.skipif(sys.platform == "win32", reason="a name may hold half a character there")
@pytest.mark.parametrize("text", ["\ud800", "a/\udfff.txt", "Clients:\ud83d"])
def test_half_a_character_is_no_name(text):
    with pytest.raises(OutsideWorkspaceError):
        place_of(text, {"", "Clients"})


@pytest.mark.skipif(sys.platform == "win32", reason="names are bytes elsewhere")
def test_a_byte_that_is_no_character_is_a_name():
    assert place_of("\udcff.txt", {""}) == Place("", "\udcff.txt")
