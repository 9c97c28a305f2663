"""What the answer says is compared with what was read and done: numbers, names of files, deeds."""

import pytest

from agent.core.actions import Source, Trust
from agent.core.messages import Outcome

READ = "a.csv\nTokyo,120\nOsaka,80\nKobe,300\n"


@pytest.fixture
def read(turn):
    (turn.root / "a.csv").write_text("Shop,Sales\nTokyo,120\nOsaka,80\nKobe,300\n")
    turn.called("read", {"path": "a.csv"}, READ, sources=(Source(Trust.FILE, "a.csv"),))
    return turn


@pytest.mark.parametrize(
    "answer",
    ["Tokyo sold 120, Osaka 80 and Kobe 300: 500 together.", "The total is 500.", "売上の合計は５００です。",
     "Kobe sold 60% (300 of 500), 2.5 times as much as Tokyo with 120.", "On average a shop sold 166.7.",
     "| Shop | Sales | Share |\n|---|---|---|\n| Tokyo | 120 | 24% |\n| Osaka | 80 | 16% |\n| Kobe | 300 | 60% |",
     "I read 1 file with 3 shops on 2026-10-31, see row 2.", "Kobe with 300 is 220 above Osaka with 80.",
     "東京は120、大阪は80です。"],
)  # fmt: skip
def test_numbers_that_were_read_counted_or_can_be_recomputed_are_traced(read, answer):
    assert read.failed(answer) == []


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [("North has 150 and South 275 over both files, so North has 54.5 % of South.", []),
     ("South has 285 over both files.", ["285"])],
)  # fmt: skip
def test_groups_over_files_of_one_form_are_recomputed(turn, answer, wrong):
    for name, rows in (("a.csv", "North,100\nSouth,250\nNorth,50\n"), ("b.csv", "West,75\nSouth,25\n")):
        (turn.root / name).write_text(f"Region,Amount\n{rows}")
        turn.called("read", {"path": name}, rows, sources=(Source(Trust.FILE, name),))
    assert [why.split()[0] for _, why in turn.failed(answer)] == wrong


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [("Tokyo sold 121.", "121"), ("The total is 5,100.", "5,100"), ("合計は51万円です。", "51万"),
     ("Kobe sold 71% (300 of 500).", "71%"), ("Tokyo 120, Osaka 80: 210 together.", "210")],
)  # fmt: skip
def test_a_number_that_nothing_makes_is_named(read, answer, wrong):
    ((kind, why),) = read.failed(answer)
    assert kind == "claims"
    assert why.startswith(f"{wrong} is in nothing")


def test_words_without_tools_are_not_looked_at(turn):
    assert turn.found("The Thirty Years' War ended after 30 years, and 8,000,000 people had died.") == []


def test_the_persons_own_numbers_are_no_claims_of_the_model(tmp_path, documents):
    from tests.agent.review.turns import Turn

    turn = Turn(tmp_path, documents, "Apply a discount of 15% to 2,400")
    turn.called("find", {}, "nothing")
    assert turn.failed("With 15% off 2,400 it is 2,040.") == []
    assert turn.kinds("With 15% off 2,400 it is 2,140.") == ["claims"]


def test_a_file_that_the_answer_names_and_that_is_not_there_is_found(read):
    assert read.failed("See a.csv.") == []
    assert read.kinds("See b.csv.") == ["names"]
    assert read.failed("There is no b.csv, so I used a.csv.") == []


@pytest.mark.parametrize("answer", ["I deleted old.txt.", "old.txt を削除しました。"])
def test_a_declined_deletion_is_not_told_as_done(turn, answer):
    (turn.root / "old.txt").write_text("x")
    turn.called("organise", {"items": [{"delete": "old.txt"}]}, "[denied]", Outcome.DENIED)
    assert turn.kinds(answer) == ["deeds"]
    assert turn.failed("I did not delete old.txt, because you declined.") == []
    assert turn.failed("old.txt は承認されなかったため、削除していません。") == []
    assert turn.failed("The old text stays.") == []
    assert turn.kinds("All is tidy now.") == ["deeds"]


def test_a_failed_call_that_was_made_good_later_is_no_failure(turn):
    turn.called("create", {"path": "a.xlsx"}, "[error]", Outcome.FAILED)
    turn.made("a.xlsx", {"sheets": [{"name": "S", "columns": ["a"], "rows": [["x"]]}]})
    assert turn.failed("I created a.xlsx.") == []


def test_an_answer_that_says_done_when_every_call_failed_is_found(turn):
    turn.called("create", {"path": "a.xlsx"}, "[error]", Outcome.FAILED)
    assert turn.kinds("The workbook has been created.") == ["deeds"]
