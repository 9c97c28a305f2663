"""One value says it in both languages; who knows the person's language chooses."""

import pytest

from agent.core.errors import InvalidArgumentsError, NeedsUserError, RefusedError
from agent.core.words import NO_WORDS, Words, joined, rate

GONE = Words("{name!r} is gone: {why}.", "「{name}」がありません({why})。")
WHY = Words("moved", "移動済み")


@pytest.mark.parametrize(("language", "text"), [("en", "y"), ("ja", "はい"), ("", "y"), ("fr", "y")])
def test_an_unknown_language_hears_english(language, text):
    assert Words("y", "はい").text(language) == text


def test_words_inside_words_speak_the_language_they_come_into():
    assert GONE.of(name="a.txt", why=WHY) == Words("'a.txt' is gone: moved.", "「a.txt」がありません(移動済み)。")


def test_a_name_with_braces_is_a_name():
    assert GONE.of(name="{why}", why=WHY).ja == "「{why}」がありません(移動済み)。"


@pytest.mark.parametrize(("count", "told"), [(1, "1 row is"), ("1", "1 row is"), (0, "0 rows are"), (2, "2 rows are")])
def test_what_is_counted_is_said_as_one_or_many(count, told):
    words = Words("{count} {count:row is|rows are} gone.", "{count} 行が失われました。").of(count=count)
    assert words == Words(f"{told} gone.", f"{count} 行が失われました。")


def test_a_number_keeps_its_own_form_beside_what_it_counts():
    assert Words("{size:,} {size:byte|bytes}", "{size:,} バイト").of(size=1200) == Words("1,200 bytes", "1,200 バイト")


@pytest.mark.parametrize(
    ("usd", "told"), [(2, "$2.00"), (0.6, "$0.60"), (0.075, "$0.075"), (0, "$0.00"), (1200.5, "$1,200.50")]
)
def test_a_price_has_its_cents_and_what_is_less(usd, told):
    assert rate(usd) == told


def test_sentences_are_divided_as_each_language_does():
    assert joined(Words("A.", "あ。"), NO_WORDS, Words("B.", "い。")) == Words("A. B.", "あ。い。")


def test_an_error_is_english_for_models_and_logs_and_both_for_the_person():
    error = RefusedError(GONE.of(name="a.txt", why=WHY), "gone")
    assert (str(error), error.code) == ("'a.txt' is gone: moved.", "gone")
    assert error.words.text("ja") == "「a.txt」がありません(移動済み)。"
    assert NeedsUserError(WHY, WHY).remedy.text("ja") == "移動済み"


def test_what_only_a_model_can_mend_is_told_to_the_person_in_short():
    error = InvalidArgumentsError("'ops' must be a list.")
    assert str(error) == "'ops' must be a list."
    assert "ops" not in error.words.text("ja")
