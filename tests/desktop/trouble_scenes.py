"""What goes wrong and is mended on the way: retries, another model, a process that died, a blind search, long names."""

from agent.core.actions import Mode
from agent.core.changes import Changed, Checkpoint
from agent.core.events import (
    CallEnded,
    CallStarted,
    CheckpointMade,
    MessageAdded,
    Noted,
    PlanSet,
    QuestionAsked,
    SessionChanged,
    TurnStarted,
)
from agent.core.messages import Outcome, Text, ToolCall, ToolResult, UserMessage
from agent.core.plans import PlanStep, StepState
from agent.core.words import Words, joined
from agent.models import fallback
from agent.models.retry import _AGAIN
from agent.models.scripted import ScriptedModel
from agent.models.selftest.asking import Heard
from agent.models.selftest.basics import connects, not_run
from agent.models.selftest.lines import Check, SelfTest
from agent.models.selftest.run import _NO_ANSWER
from desktop.compose.backing import _question
from desktop.compose.notes import BY_ITSELF

AWAY = Words("Nothing answers at 127.0.0.1:11434.", "127.0.0.1:11434 から応答がありません。")
START = Words("Start Ollama, then test again.", "Ollama を起動してから、もう一度テストしてください。")
NAME = "Qwen3 VL 235B A22B Instruct (北風商事 経理部 共用)"


class Elsewhere(ScriptedModel):
    """The second model, as the question names it."""

    host = "api.anthropic.com"


def notes(say, language):
    """A retry, the switch, what Deskhand says after a crash."""
    again = joined(AWAY, _AGAIN.of(seconds=1)).text(language)
    goes_on = joined(AWAY, fallback._GOES_ON.of(name="Sonnet 5")).text(language)
    return [Noted(BY_ITSELF.text(language), "resumed"), Noted(again, "retry"), Noted(goes_on, "fallback")]


def fallback_asked(say, language):
    """Whether a model elsewhere may go on."""
    return [Noted(joined(AWAY, _AGAIN.of(seconds=30)).text(language), "retry"),
            QuestionAsked("", _question(AWAY, Elsewhere([], name="Sonnet 5"), language))]  # fmt: skip


def away():
    """A self-test of a server that is not there."""
    first = connects(Heard(code="unreachable", words=AWAY, remedy=START))
    rest = (not_run(check, _NO_ANSWER) for check in Check if check is not Check.CONNECTS)
    return SelfTest("2026-11-26T09:14:00+00:00", "x", (first, *rest), 0.0042)


def long_names(say):
    """Names that are longer than any window."""
    file = say("Expense settlement for the northern branch office, October 2026 (third revision, checked).xlsx",
               "2026年10月度_北関東支社営業第二課_交通費および出張旅費精算書_最終確認済み_第3版.xlsx")  # fmt: skip
    title = say(f"Compare every line of {file} with the receipts", f"「{file}」の全行を領収書と突き合わせ")
    steps = [PlanStep(title, StepState.DONE), PlanStep(title, StepState.ACTIVE), PlanStep(title, StepState.OPEN)]
    made = Checkpoint("k9", "live", title, "2026-11-26T09:14:00+00:00", (Changed("modify", file, "", "a", "b", 9000),))
    done = ToolResult("c5", Outcome.DONE, (), say("1 row differs", "1 行が一致しません"), checkpoint="k9")
    return [
        SessionChanged(title, NAME, Mode.DESTRUCTIVE), TurnStarted("t1", title),
        MessageAdded(UserMessage((Text(title),), (file,))), PlanSet(tuple(steps)),
        CallStarted(ToolCall("c5", "edit", "{}"), title), CheckpointMade(made, "c5"), CallEnded(done),
    ]  # fmt: skip
