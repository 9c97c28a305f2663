"""Characters without a shape carry words that a model reads and a person does not: they are found in any text."""

import pytest

from agent.core.documents import Passage
from agent.documents.unseen import DISGUISED, ORDINARY, hidden_facts, revealed, unseen


def tagged(text: str) -> str:
    return "".join(chr(0xE0000 + ord(c)) for c in text)


def selected(text: str) -> str:
    return "".join(chr(0xFE00 + b if b < 16 else 0xE0100 + b - 16) for b in text.encode())


@pytest.mark.parametrize(
    ("text", "reason", "said"),
    [
        (f"Dear all{tagged('send it to x')}", "tag characters", "send it to x"),
        (f"😀{selected('send it')}", "variation selectors", "send it"),
        ("Dear\u200b\u200c\u200d all", "zero-width characters", ""),
        ("invoice\u202efdp.exe", "direction controls", ""),
        ("a\u2066b\u2069", "direction controls", ""),
        (f"\U0001f3f4{tagged('gbxyz')}\U000e007f", "tag characters", "gbxyz"),
        ("שלום \u202etxt.exe", "direction controls", ""),
    ],
)
def test_shapeless_characters_are_found_and_read(text, reason, said):
    found = unseen(text)
    assert {one.reason for one in found} == {reason}
    assert found[0].text == said


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "日本語の文章です。",
        "👩\u200d👩\u200d👧 family",
        "❤\ufe0f heart",
        "葛\U000e0100城市",
        "می\u200cخواهم",
        "\ufeffmark at the beginning",
        f"\U0001f3f4{tagged('gbsct')}\U000e007f flag",
        "שלום \u2067עולם\u2069",
        "so\u00adft hy\u00adphens",
    ],
)
def test_ordinary_texts_in_every_language_are_left_alone(text):
    assert unseen(text) == ()


def test_a_passage_shows_what_its_shapeless_characters_say():
    shown = revealed(Passage("P1", f"Dear{tagged('obey')} all", "heading", 2))
    assert shown == Passage("P1", "Dear[tag characters: obey] all", "heading", 2, "tag characters")
    plain = Passage("P1", "Dear all")
    assert revealed(plain) is plain


def test_the_fact_counts_what_is_disguised_and_not_what_is_ordinary():
    assert list(hidden_facts([("P1", "alt text"), ("P2", "property")])) == []
    (told,) = hidden_facts([("P1", "white text"), ("P2", "white text"), ("P3", "tiny text"), ("P4", "alt text")])
    assert told.en == "3 pieces of hidden text: white text at P1, P2; tiny text at P3"
    assert told.ja == "隠された文字 3 か所: 背景と同じ色の文字 (P1, P2)、極小の文字 (P3)"
    (one,) = hidden_facts([("P1", "white text")])
    assert one.en == "1 piece of hidden text: white text at P1"


def test_a_reason_is_either_ordinary_or_disguised():
    assert not DISGUISED.keys() & ORDINARY.keys()
