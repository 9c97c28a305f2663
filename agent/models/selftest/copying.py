"""A text to copy: does Japanese come back whole, does it stream, and how fast?"""

import unicodedata

from agent.core.messages import Text, UserMessage
from agent.core.ports import ChatModel
from agent.core.words import NO_WORDS, Words
from agent.models.selftest.asking import Heard, asked, said_of
from agent.models.selftest.basics import not_run
from agent.models.selftest.lines import Check, Line, Standing

TEXT = (
    "十月の経費は合計￥184,260です。髙橋さんの出張費「新横浜⇔京都」は二件、ﾀｸｼｰ代は四件ありました。"
    "領収書が見つからない分は、翌月の五日までに総務課へお知らせください。"
)
_ASK = (UserMessage((Text(f"Copy this text character by character, and write nothing else:\n\n{TEXT}"),)),)
_FEW_PIECES = 3
_SLOW = 5.0
_WHOLE = Words("A Japanese text came back whole.", "日本語の文章が正しく返ってきました。")
_BROKEN = Words("Japanese characters came back broken.", "日本語の文字が壊れて返ってきました。")
_CHANGED = Words("A Japanese text came back changed.", "日本語の文章が一部変わって返ってきました。")
_UPDATE = Words("Update the program that serves the model.", "モデルを提供するプログラムを更新してください。")
_JAPANESE = Words(
    "For Japanese documents choose a model that knows Japanese better.",
    "日本語の書類には、日本語に強いモデルをお選びください。",
)
_STREAMED = Words("Its words come while it writes.", "回答が順次表示されます。")
_AT_ONCE = Words(
    "The whole answer came at once: you see nothing until it is complete.",
    "回答が一度にまとめて届くため、完了するまで何も表示されません。",
)
_FINE = Words("It works all the same.", "作業には支障ありません。")
_SPEED = Words(
    "{count} {count:token|tokens} a second; the first after {wait} {wait:second|seconds}.",
    "毎秒 {count} トークン。最初の応答まで {wait} 秒。",
)
_IS_SLOW = Words(
    "This is slow: a task of many steps can take long. A smaller model is faster.",
    "低速です。手順の多い作業には時間がかかります。より小さなモデルのほうが高速です。",
)
_UNCOUNTED = Words("The server does not count its tokens.", "サーバーがトークン数を返しません。")


async def copies(model: ChatModel) -> tuple[tuple[Line, ...], tuple[Heard, ...]]:
    """Three lines, and the answer that was heard for them."""
    heard = await asked(model, _ASK)
    if heard.reply is None:
        words, remedy = said_of(heard, NO_WORDS)
        failed = Line(Check.JAPANESE, Standing.FAILED, words, remedy)
        return (failed, not_run(Check.STREAMS, words), not_run(Check.SPEED, words)), (heard,)
    return (_streams(heard), _japanese(heard.text), _speed(heard)), (heard,)


def _japanese(text: str) -> Line:
    """Blanks between characters and the form in which a character is composed are no difference."""
    if _bare(TEXT) in _bare(text):
        return Line(Check.JAPANESE, Standing.PASSED, _WHOLE)
    if "\ufffd" in text:
        return Line(Check.JAPANESE, Standing.FAILED, _BROKEN, _UPDATE)
    return Line(Check.JAPANESE, Standing.FAILED, _CHANGED, _JAPANESE)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _streams(heard: Heard) -> Line:
    if heard.pieces >= _FEW_PIECES:
        return Line(Check.STREAMS, Standing.PASSED, _STREAMED)
    return Line(Check.STREAMS, Standing.FAILED, _AT_ONCE, _FINE)


def _speed(heard: Heard) -> Line:
    """Tokens of the answer, thoughts included, by the time from its first piece to its end."""
    tokens = heard.reply.usage.output if heard.reply else 0
    spent = heard.ended - (heard.began if heard.pieces >= _FEW_PIECES else 0.0)
    if not tokens or spent <= 0:
        return not_run(Check.SPEED, _UNCOUNTED)
    rate = tokens / spent
    count = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
    words = _SPEED.of(count=count, wait=f"{heard.began or heard.ended:.1f}")
    return Line(Check.SPEED, Standing.PASSED, words, _IS_SLOW if rate < _SLOW else NO_WORDS)
