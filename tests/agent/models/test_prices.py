"""What a request costs."""

import pytest

from agent.core.messages import Usage
from agent.models.prices import cost_of

USED = Usage(1_000_000, 100_000, 200_000)


def test_a_known_model_has_its_price_and_cached_words_are_cheaper():
    whole = cost_of(Usage(1_000_000, 100_000), "gpt-4o", "https://api.openai.com/v1")
    cached = cost_of(USED, "gpt-4o", "https://api.openai.com/v1")
    assert whole == pytest.approx(2.5 + 1.0)
    assert whole is not None
    assert cached is not None
    assert cached < whole


def test_this_machine_costs_nothing():
    assert cost_of(USED, "gpt-4o", "http://127.0.0.1:11434/v1") == 0.0


@pytest.mark.parametrize(
    ("model", "address", "usage"),
    [
        ("gpt-4o", "https://models.example.com/v1", USED),
        ("no-such-model", "https://api.openai.com/v1", USED),
        ("", "https://api.openai.com/v1", USED),
        ("gpt-4o", "nonsense", USED),
        ("gpt-4o", "https://api.openai.com/v1", Usage(1, 1, cached=50)),
    ],
)
def test_what_is_not_known_is_no_number(model, address, usage):
    assert cost_of(usage, model, address) is None
