"""What a request costs."""

import datetime

import genai_prices
import pytest
from genai_prices.data_snapshot import get_snapshot

from agent.core.errors import NeedsUserError
from agent.core.messages import Usage
from agent.models.catalog import ModelConfig
from agent.models.price_book import PriceBook, given
from agent.models.prices import cost_of, price_at

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


QWEN = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"
ADDRESSES = {
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
    "google": "https://generativelanguage.googleapis.com",
    "moonshotai": "https://api.moonshot.ai/v1",
    "deepseek": "https://api.deepseek.com",
    "mistral": "https://api.mistral.ai/v1",
    "x-ai": "https://api.x.ai/v1",
}
USES = [Usage(150_000, 900, 20_000, None, 30_000), Usage(210_001, 5_000), Usage(300_000, 1, 300_000), Usage(0, 0)]


@pytest.mark.parametrize("provider", ADDRESSES)
def test_every_model_of_a_provider_costs_what_the_list_itself_computes(provider):
    """With its steps for long requests, its cache, and hours at which it is cheaper."""
    listed = next(one for one in get_snapshot().providers if one.id == provider)
    compared = 0
    for hour in (3, 12):
        now = datetime.datetime(2026, 11, 25, hour, 30, tzinfo=datetime.UTC)
        for model in listed.models:
            price = price_at(ADDRESSES[provider], model.id, now)
            found = listed.find_model(model.id)
            if price is None or found is None:
                continue
            for used in USES:
                counts = genai_prices.Usage(
                    input_tokens=used.input, output_tokens=used.output, cache_read_tokens=used.cached,
                    cache_write_tokens=used.written,
                )  # fmt: skip
                theirs = found.calc_price(counts, listed, genai_request_timestamp=now).total_price
                assert price.cost(used) == pytest.approx(float(theirs)), model.id
                compared += 1
    assert compared > 40


@pytest.mark.parametrize(
    ("model", "tokens", "dollars"),
    [
        ("qwen3-max", 32_000, 1.2), ("qwen3-max-2026-01-23", 32_001, 2.4), ("Qwen3-Max-Preview", 128_001, 3.0),
        ("qwen3.8-max", 900_000, 2.0),
    ],
)  # fmt: skip
def test_qwen_has_steps_that_count_for_the_whole_request(model, tokens, dollars):
    assert cost_of(Usage(tokens), model, QWEN) == pytest.approx(tokens * dollars / 1_000_000)


def test_a_model_that_only_begins_like_a_known_one_is_not_known():
    assert price_at(QWEN, "qwen3-max-prime") is None
    assert price_at(QWEN, "qwen3-maximum") is None
    assert price_at("https://dashscope.example.com/v1", "qwen3-max") is None


def test_what_is_put_into_the_cache_has_its_own_price():
    plain, written = Usage(1_000_000), Usage(1_000_000, written=1_000_000)
    address, model = "https://api.anthropic.com", "claude-opus-4-5"
    assert cost_of(plain, model, address) == pytest.approx(5.0)
    assert cost_of(written, model, address) == pytest.approx(6.25)


def test_the_most_that_a_request_can_cost_is_never_less_than_what_it_costs():
    price = price_at("https://api.anthropic.com", "claude-opus-4-5")
    assert price is not None
    for used in (Usage(9_000, 400), Usage(9_000, 400, 8_000), Usage(9_000, 400, 0, None, 9_000)):
        assert price.cost(used) <= price.most(9_000, 400)
    assert price.most(9_000, price.affordable(9_000, 1.0)) <= 1.0
    assert price.affordable(9_000, 0.01) < 0


def test_what_the_person_says_comes_before_the_list_and_can_be_forgotten(tmp_path):
    book = PriceBook(tmp_path)
    config = ModelConfig("mine", "openai-chat", "https://api.openai.com/v1", "gpt-4o")
    listed = book.price_of(config)
    book.give("mine", given(1.0, 3.0, 0.5))
    kept = PriceBook(tmp_path).price_of(config)
    assert kept is not None
    assert kept.cost(Usage(3_000_000, 1_000_000, 1_000_000, None, 1_000_000)) == pytest.approx(1 + 0.5 + 1 + 3)
    assert kept.origin == "person"
    book.give("mine", None)
    assert PriceBook(tmp_path).price_of(config) == listed
    (tmp_path / "prices.json").write_text("{broken")
    assert PriceBook(tmp_path).price_of(config) == listed


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_price_that_is_none_is_refused(value):
    with pytest.raises(NeedsUserError) as caught:
        given(1.0, value)
    assert caught.value.code == "bad_price"
