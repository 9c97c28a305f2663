"""Can it be reached, does it answer, does it say when it is done?"""

from agent.core.errors import LimitError
from agent.core.messages import Finish, Text, UserMessage
from agent.core.words import NO_WORDS, Words
from agent.models.selftest.asking import Heard, said_of
from agent.models.selftest.lines import Check, Line, Standing

HELLO = (UserMessage((Text("Answer with the single word OK."),)),)

_REFUSALS = ("request_refused", "context_overflow")
_REACHED = Words("The address answers, and lets Deskhand in.", "アドレスに接続でき、利用が許可されました。")
_CHECK = Words(
    "Check the model's address, and that the program that serves it is running.",
    "モデルのアドレスと、モデルを提供するプログラムが起動しているかをご確認ください。",
)
_WAIT = Words("Wait a minute, then test again.", "1 分ほど待ってから、もう一度テストしてください。")
_ANSWERED = Words("It answered in {seconds} {seconds:second|seconds}.", "{seconds} 秒で応答がありました。")
_EMPTY = Words("It answered with nothing.", "応答の中身が空でした。")
_ALL_THOUGHT = Words(
    "It used up its answer with thinking and said nothing.", "思考だけで応答の上限に達し、回答がありませんでした。"
)
_LESS_EFFORT = Words(
    "Set a lower effort for it, or choose another model.", "思考の強さを下げるか、別のモデルをお選びください。"
)
_OTHER_MODEL = Words(
    "Choose another model, or load this one anew.", "別のモデルを選ぶか、モデルを読み込み直してください。"
)
_DONE = Words("Each answer says that it is whole.", "応答ごとに、完了したことが通知されます。")
_CUT = Words(
    "Its answer broke off without saying that it was whole, so nobody can tell it from a cut one.",
    "応答が完了の通知なしに途切れたため、途中で切れた応答と区別できません。",
)
_UPDATE = Words(
    "Update the program that serves the model, or use another one.",
    "モデルを提供するプログラムを更新するか、別のプログラムをご利用ください。",
)
_REFUSED = Words(
    "Check that the server runs this model, or choose another one.",
    "サーバーでこのモデルが動作しているかを確認するか、別のモデルをお選びください。",
)


def connects(heard: Heard) -> Line:
    """Reached, when anything of an answer came, or a refusal that is about the request alone."""
    if heard.code == LimitError.code:  # nothing was sent, so nobody knows
        return Line(Check.CONNECTS, Standing.NOT_RUN, *said_of(heard, NO_WORDS))
    if heard.reply or heard.pieces or heard.began or heard.code in _REFUSALS:
        return Line(Check.CONNECTS, Standing.PASSED, _REACHED)
    return Line(Check.CONNECTS, Standing.FAILED, *said_of(heard, _WAIT if heard.code == "rate_limited" else _CHECK))


def answers(heard: Heard) -> Line:
    """A whole answer that says something."""
    if heard.reply is None and (heard.pieces or heard.began):
        return Line(Check.ANSWERS, Standing.FAILED, *said_of(heard, _UPDATE))
    if heard.reply is None:
        return Line(Check.ANSWERS, Standing.FAILED, *said_of(heard, _REFUSED))
    if heard.text:
        return Line(Check.ANSWERS, Standing.PASSED, _ANSWERED.of(seconds=f"{heard.ended:.1f}"))
    if heard.reply.finish is Finish.LENGTH:
        return Line(Check.ANSWERS, Standing.FAILED, _ALL_THOUGHT, _LESS_EFFORT)
    return Line(Check.ANSWERS, Standing.FAILED, _EMPTY, _OTHER_MODEL)


def finishes(heard: Heard) -> Line | None:
    """The wire gives no Reply without a reason to stop; None when the answer did not even begin."""
    if heard.reply is not None:
        return Line(Check.FINISHES, Standing.PASSED, _DONE)
    if heard.pieces or heard.began:
        return Line(Check.FINISHES, Standing.FAILED, _CUT, _UPDATE)
    return None


def not_run(check: Check, why: Words) -> Line:
    """A line of which nobody can say anything."""
    return Line(check, Standing.NOT_RUN, why, NO_WORDS)
