"""One question for a set: what it says of the real set, what each row warns of, and what is offered with it."""

import pytest

from agent.core.actions import Allow, Ask, Effect, Grant, Mode
from agent.core.changes import ChangeSet, Create, Delete, Finding, MakeFolder, Modify, Move, Staged
from agent.core.paths import Place
from agent.core.ports import Entry
from agent.core.words import Words
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from agent.policy.rows import MASS_FILES


def staged(size=1000):
    return Staged("/staging/1", "00", size)


def place(text):
    root, colon, path = text.partition(":")
    return Place(root, path) if colon else Place("", text)


def delete(text):
    return Delete(place(text))


def change(text, size=1000):
    return Modify(place(text), "11", staged(size))


def judged(*changes, findings=(), mode=Mode.DESTRUCTIVE, language="", below=None, **facts):
    held = below or {}

    def look(at):
        entries = held.get(str(at), ())
        return [Entry(at, "folder", 0, 0), *(Entry(place(f"{at}/{name}"), "file", size, 0) for name, size in entries)] \
            if entries else ()  # fmt: skip

    gate = RuleGate(lambda: Facts(mode, **facts), language, look)
    return gate.judge_changes(ChangeSet("Delete temporary files", changes), findings)


def fetches(address, code="fetches"):
    return (Finding(0, code, Words("It would contact somebody.", "接続します。"), address),)


PHOTOS = {"photos": [(f"{n}.jpg", 1_000_000) for n in range(118)] + [("a.docx", 5), ("b.docx", 5)]}


def test_the_question_counts_what_is_really_there_whatever_its_title_says():
    asked = judged(delete("photos"), change("a/b.xlsx", 2_000_000), Create(place("c.txt"), staged()), below=PHOTOS)
    assert asked.question.why == (
        "Delete 1, overwrite 1, new 1 (120.0 MB). 118 photos, 3 documents, 1 spreadsheet, in 3 folders, most in "
        "“photos” (120) and “a” (1)."
    )
    assert asked.question.rows[0].notes == ("A folder with 120 files (118.0 MB): 118 photos, 2 documents.",)


def test_the_same_is_said_in_japanese():
    why = judged(delete("photos"), below=PHOTOS, language="ja").question.why
    assert why == "削除 1 件(118.0 MB)。写真・画像 118 件、文書 2 件。場所は「photos」です。"


def test_what_lies_in_the_granted_folders_themselves_is_said_in_words():
    assert judged(delete("a.txt")).question.why == "Delete 1. 1 document, in the granted folder itself."
    assert judged(delete("a.txt"), language="ja").question.why == (
        "削除 1 件。文書 1 件。場所は許可されたフォルダーの直下です。"
    )
    other = Delete(Place("Other", "b.txt"), None)
    assert judged(delete("a.txt"), other).question.why == (
        "Delete 2. 2 documents, in 2 folders, most in the granted folder itself (1) and “Other” (1)."
    )


def test_moves_are_told_with_the_size_of_what_is_moved():
    why = judged(Move(place("photos"), place("old/photos")), below=PHOTOS).question.why
    assert why.startswith("Move 1 (118.0 MB).")


def test_a_large_set_is_one_question_with_all_its_rows():
    asked = judged(*(delete(f"{n}.txt") for n in range(400)))
    assert len(asked.question.rows) == 400


def test_moving_folders_with_very_many_files_is_asked_like_many_moves():
    one = Move(place("photos"), place("old/photos"))
    assert isinstance(judged(one, below=PHOTOS), Ask)
    assert isinstance(judged(one, below={"photos": [(f"{n}.jpg", 1) for n in range(MASS_FILES)]}), Allow)


@pytest.mark.parametrize("mode", [Mode.CHANGES, Mode.DESTRUCTIVE, Mode.ACT])
def test_what_opening_would_fetch_is_asked_in_every_mode_unless_the_person_said_exactly_that(mode):
    new = Create(place("new.md"), staged())
    for address in ("http://evil.test/?q=1", ""):
        asked = judged(new, findings=fetches(address), mode=mode, said=("see http://evil.test",))
        assert isinstance(asked, Ask)
        assert asked.question.rows[0].destructive
        assert asked.question.rows[0].notes == ("It would contact somebody.",)
    named = judged(new, findings=fetches("http://evil.test/x.png"), mode=mode, said=("use http://evil.test/x.png",))
    assert isinstance(named, Ask if mode is Mode.CHANGES else Allow)


@pytest.mark.parametrize("mode", [Mode.DESTRUCTIVE, Mode.ACT])
def test_a_link_asks_when_it_can_carry_words_and_is_only_noted_else(mode):
    new = Create(place("new.xlsx"), staged())
    many = "https://4532-1488.0343-6467.of-john-doe.valid-thru-12-29.next.evil.test/"
    for address in ("", "http://evil.test/?q=1", f"http://evil.test/{'a' * 80}", many):
        assert isinstance(judged(new, findings=fetches(address, "links"), mode=mode), Ask)
    assert isinstance(judged(new, findings=fetches("http://firm.test/about", "links"), mode=mode), Allow)


def test_in_act_mode_what_can_be_undone_is_never_asked():
    shrinks = (Finding(1, "shrink", Words("It shrinks.", "小さくなります。")),)
    assert isinstance(judged(delete("photos"), change("a.txt"), findings=shrinks, mode=Mode.ACT, below=PHOTOS), Allow)


def test_a_loss_of_size_of_a_file_of_this_session_needs_no_question():
    shrinks = (Finding(0, "shrink", Words("It shrinks.", "小さくなります。")),)
    assert isinstance(judged(change("a.txt"), findings=shrinks, made={"a.txt": "11"}), Allow)
    assert judged(change("a.txt"), findings=shrinks).question.rows[0].notes == ("It shrinks.",)


def test_rows_beyond_the_plan_say_so():
    plan = ("delete *.tmp", "move Inbox/*", "write Reports/*")
    asked = judged(
        delete("a/b.tmp"), delete("a/b.jpg"), change("Reports/x.xlsx"), change("x.xlsx"),
        Move(place("Inbox/a.pdf"), place("2026/a.pdf")), plan=plan,
    )  # fmt: skip
    assert [row.notes for row in asked.question.rows] == [(), ("Not in the plan.",), (), ("Not in the plan.",), ()]
    assert asked.question.why.endswith("2 of them are not in the plan.")
    assert judged(delete("a.jpg")).question.rows[0].notes == ()


def test_a_folder_that_took_in_files_just_now_says_so_when_it_is_deleted():
    held = {"trash": [("a.jpg", 1), ("b.jpg", 1), ("old.jpg", 1)]}
    asked = judged(delete("trash"), moved=("trash/a.jpg", "trash/b.jpg", "trashy/c.jpg"), below=held)
    assert "It holds 2 that were moved there just now." in asked.question.rows[0].notes
    same_set = judged(Move(place("a.jpg"), place("trash/a.jpg")), delete("trash"))
    assert "It holds 1 that were moved there just now." in same_set.question.rows[1].notes


def test_permissions_are_offered_by_folder_and_extension():
    asked = judged(change("Reports/a.xlsx"), change("Reports/b.xlsx"), delete("Inbox/c.tmp"))
    assert asked.question.offers == (
        Grant(Effect.WRITE, "Reports/*.xlsx"), Grant(Effect.WRITE, "Reports/*.xlsx", "always"),
        Grant(Effect.DELETE, "Inbox/*.tmp"),
    )  # fmt: skip
    assert isinstance(judged(change("Reports/new/c.xlsx"), grants=asked.question.offers), Allow)


def test_nothing_is_offered_for_findings_for_whole_folders_or_for_deleting_always():
    assert judged(change("a.md"), findings=fetches("")).question.offers == ()
    assert judged(delete("photos"), below=PHOTOS).question.offers == ()
    many = judged(*(delete(f"{n}/a.t{n}") for n in range(9)))
    assert len(many.question.offers) == 3
    assert all(offer.lifetime == "session" for offer in many.question.offers)


def test_a_permission_does_not_silence_what_leads_out():
    grant = Grant(Effect.WRITE, "*")
    assert isinstance(judged(change("a.md"), findings=fetches("http://evil.test"), grants=(grant,)), Ask)


def test_a_permission_in_one_folder_never_covers_another():
    first, other = Grant(Effect.DELETE, "*.tmp"), Grant(Effect.DELETE, "Other:*.tmp")
    assert isinstance(judged(delete("a.tmp"), grants=(first,)), Allow)
    assert isinstance(judged(delete("Other:a.tmp"), grants=(first,)), Ask)
    assert isinstance(judged(delete("Other:x/a.tmp"), grants=(other,)), Allow)
    assert isinstance(judged(delete("a.tmp"), grants=(other,)), Ask)
    assert isinstance(judged(Delete(Place("", "Other:a.tmp")), grants=(other,)), Ask)  # a name with a colon


def test_names_with_wildcards_are_offered_as_they_stand():
    asked = judged(change("a[1]*/b.xlsx"), change("~x/c:d.xlsx"))
    assert isinstance(judged(change("a1z/b.xlsx"), grants=asked.question.offers), Ask)
    assert isinstance(judged(change("a[1]*/b.xlsx"), grants=asked.question.offers), Allow)


def test_new_files_and_folders_are_asked_when_every_change_is():
    asked = judged(Create(place("a.txt"), staged()), MakeFolder(place("b")), mode=Mode.CHANGES)
    assert [row.destructive for row in asked.question.rows] == [False, False]
    assert asked.question.why.startswith("New 1, new folders 1 (1.0 KB).")


def test_a_permission_covers_a_folder_only_with_all_that_it_holds():
    grant, held = Grant(Effect.DELETE, "*.tmp"), {"old.tmp": [("a.tmp", 1), ("thesis.docx", 1)]}
    assert isinstance(judged(delete("old.tmp"), grants=(grant,), below=held), Ask)
    assert isinstance(judged(delete("old.tmp"), grants=(grant,), below={"old.tmp": [("a.tmp", 1)]}), Allow)


@pytest.mark.parametrize("moved", ["Old/a.tmp", "Old"])
def test_a_permission_does_not_cover_what_just_got_its_name(moved):
    grants = (Grant(Effect.DELETE, "Old/*.tmp"), Grant(Effect.DELETE, "Old"))
    held = {"Old": [("a.tmp", 1)]}
    assert isinstance(judged(delete(moved), grants=grants, moved=("Old/a.tmp",), below=held), Ask)
    assert isinstance(judged(delete(moved), grants=grants, below=held), Allow)


@pytest.mark.parametrize("mode", [Mode.CHANGES, Mode.DESTRUCTIVE, Mode.ACT])
def test_a_name_that_makes_a_program_of_a_file_is_asked_in_every_mode(mode):
    renamed = Move(place("a.txt"), place("a.bat"))
    asked = judged(renamed, findings=fetches("", "runs"), mode=mode, grants=(Grant(Effect.MOVE, "*.txt"),))
    assert isinstance(asked, Ask)
    assert asked.question.offers == ()
