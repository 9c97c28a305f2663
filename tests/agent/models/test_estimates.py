"""How many tokens a request has, before it is sent. The counts are those of three public vocabularies."""

import pytest

from agent.core.messages import (
    AssistantMessage,
    Image,
    Outcome,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from agent.core.ports import Settings
from agent.models.estimates import IMAGE, Estimator, Scale, tokens_of

CSV = "\n".join(
    f"{10_000 + 37 * n},2026-{n % 12 + 1:02d}-{n % 28 + 1:02d},Office Supplies,{n * 3.17:.2f}" for n in range(40)
)
# Counted by the vocabularies of Qwen, Mistral (Tekken) and OpenAI (o200k): see tests/benchmarks/estimates.py.
TABLE = {
    "english": ("Please compare both contracts and list every clause that differs. " * 6, (67, 67, 67)),
    "japanese": ("10月の領収書を経費精算書にまとめて、重複するファイルは整理してください。" * 6, (162, 168, 156)),
    "chinese": ("本合同自双方签字盖章之日起生效，有效期为三年。" * 6, (84, 144, 109)),
    "csv": (CSV, (1043, 1083, 679)),
}
SYSTEM = Settings("You are Deskhand.")


@pytest.mark.parametrize("kind", TABLE)
def test_a_text_is_counted_about_as_vocabularies_do(kind):
    text, counts = TABLE[kind]
    estimate = tokens_of(text)
    assert min(counts) * 0.75 < estimate < max(counts) * 1.25
    assert Scale().at_most(int(estimate)) > max(counts)


@pytest.mark.parametrize("kind", TABLE)
def test_after_one_count_the_next_estimate_is_close(kind):
    text, counts = TABLE[kind]
    for count in counts:
        scale = Scale().learnt(int(tokens_of(text)), count)
        assert scale.expected(int(tokens_of(text * 3))) == pytest.approx(count * 3, rel=0.02)
        assert scale.at_most(int(tokens_of(text * 3))) > count * 3


def test_a_count_that_is_none_teaches_nothing_and_a_wild_one_little():
    assert Scale(1.2).learnt(0, 10) == Scale(1.2).learnt(10, 0) == Scale(1.2)
    assert Scale().learnt(10, 100_000).expected(10) == 40


def test_all_that_a_request_carries_is_counted():
    said = UserMessage((Text("Look at the picture."), Image("image/png", "A" * 400_000)))
    called = AssistantMessage((Text("I read it."),), (ToolCall("c", "read", '{"path": "a.pdf"}'),))
    answer = ToolMessage((ToolResult("c", Outcome.DONE, (Text("word " * 500),)),))
    tool = ToolSpec("read", "Reads a file. " * 20, {"type": "object", "properties": {"path": {"type": "string"}}})
    estimator = Estimator()
    sizes = [estimator.tokens(history, (), SYSTEM) for history in ((said,), (said, called), (said, called, answer))]
    assert IMAGE < sizes[0] < IMAGE + 100
    assert sizes[0] < sizes[1] < sizes[2] - 450
    assert estimator.tokens((said,), (tool,), SYSTEM) > sizes[0] + 60
    assert estimator.tokens((said, called, answer), (), SYSTEM) == sizes[2]
