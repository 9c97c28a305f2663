import pytest

from agent.core.errors import InvalidArgumentsError
from tests.skills.office import changes, moves


def test_a_pattern_numbers_in_natural_order(office):
    for name in ("scan10.pdf", "scan2.pdf", "scan1.pdf"):
        office.put(name)
    found = moves(office.run("files:rename", pattern="{date}_{n:03}", start="5"))
    assert found == {
        "scan1.pdf": "2026-05-01_005.pdf",
        "scan2.pdf": "2026-05-01_006.pdf",
        "scan10.pdf": "2026-05-01_007.pdf",
    }


def test_words_are_replaced_and_full_width_becomes_half_width(office):
    office.put("請求書　２０２６年４月：Ａ社.pdf")
    found = moves(office.run("files:rename", half="true", find="請求書", replace="invoice"))
    # A colon must not stand in a file name, so this one stays full-width.
    assert list(found.values()) == ["invoice 2026年4月：A社.pdf"]


def test_only_names_that_fit_are_renamed(office):
    office.put("IMG_1.JPG")
    office.put("notes.txt")
    found = moves(office.run("files:rename", filter="*.jpg; *.png", pattern="{folder}{name}", case="lower"))
    assert found == {"IMG_1.JPG": "img_1.JPG"}


def test_two_files_never_get_one_name(office):
    office.put("a.txt")
    office.put("b.txt")
    office.put("new.txt")
    found = moves(office.run("files:rename", pattern="new"))
    assert sorted(found.values()) == ["new (2).txt", "new (3).txt"] or sorted(found.values()) == [
        "new (2).txt",
        "new.txt",
    ]
    assert len(set(found.values()) | {"new.txt"}) == 3


def test_two_files_may_swap_their_names(office):
    office.put("1.txt", "one", day="2026-01-02")
    office.put("2.txt", "two", day="2026-01-01")
    result = office.run("files:rename", pattern="{n}", order="date")
    assert moves(result) == {"2.txt": "1.txt", "1.txt": "2.txt"}
    office.commit(result)
    assert (office.root / "1.txt").read_text() == "two"


@pytest.mark.parametrize("pattern", ["{nam}", "{name", "{n:abc}"])
def test_an_unknown_token_is_refused(office, pattern):
    office.put("a.txt")
    with pytest.raises(InvalidArgumentsError):
        office.run("files:rename", pattern=pattern)


def test_a_name_that_would_be_empty_or_unusable_is_not_given(office):
    office.put("xx.txt")
    office.put("a.txt")
    result = office.run("files:rename", find="xx", replace="")
    assert changes(result) == ()
    assert "xx.txt" in result.for_user
    found = moves(office.run("files:rename", files="a.txt", pattern="con: a/b?"))
    assert found == {"a.txt": "con_ a_b_.txt"}


def test_the_ending_is_kept_whatever_the_pattern_says(office):
    office.put("a.TXT")
    assert moves(office.run("files:rename", pattern="{ext}-{name}")) == {"a.TXT": "TXT-a.TXT"}
    assert moves(office.run("files:rename", pattern="{name}2.{ext}")) == {"a.TXT": "a2.TXT"}


def test_nothing_that_fits_is_said(office):
    office.put("a.txt")
    with pytest.raises(InvalidArgumentsError) as caught:
        office.run("files:rename", filter="*.jpg")
    assert caught.value.code == "nothing_to_do"


def test_a_name_that_no_wish_touches_stays_however_strange_it_is(office):
    office.put("a:b?.txt")
    office.put("x" * 246 + ".txt")
    office.put("Ａ１.txt")
    assert moves(office.run("files:rename", half="true")) == {"Ａ１.txt": "A1.txt"}


def test_new_names_hold_nothing_invisible_and_no_halves_of_characters(office):
    office.put("\u202egnp.exe.txt")
    (office.root / "\udcff\udcfe.txt").write_bytes(b"x")
    result = office.run("files:rename", pattern="n_{name}")
    assert set(moves(result).values()) == {"n_gnp.exe.txt", "n___.txt"}
    office.commit(result)
    assert sorted(path.name for path in office.root.iterdir()) == ["n___.txt", "n_gnp.exe.txt"]
