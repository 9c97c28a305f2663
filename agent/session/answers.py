"""Answers that are not whole, and what the model is told of them."""

import re

from agent.core.messages import Finish, Reply, Thinking, text_of

PROMISED = (
    "You said what you will do and called no tool, so nothing happened. Do it now with a call. If everything is done, "
    "or you need an answer of the person, say that."
)
# The last sentence says what comes next. Questions and offers are no promises.
_PROMISE = re.compile(
    r"^(?:(?:now|next|then|first|okay|ok|so|great|good)[,:.!]?\s+)*(?:i will|i'll|i’ll|i am going to|i'm going to|i’m "
    r"going to|let me|let's|let’s)\s+(?!know\b|wait\b|stop\b|be happy\b|be glad\b)\w+",
    re.IGNORECASE,
)
_PROMISE_JA = re.compile(
    r"^(?:では|それでは|次に|まず|これから|続いて|今から|引き続き)[、,]?.{1,80}(?:します|いたします|してみます)$"
)
_CONDITION = re.compile(
    r"\b(?:if|once|when|unless|after) you\b|\byou(?:'d| would) like\b|\?$|？$|ご(?:確認|承認|指示)|場合", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|(?<=[。！？：])|\n+")


def nudge_of(reply: Reply) -> str:
    """What to tell a model whose answer is cut off or empty; "" for a whole one."""
    if reply.finish is Finish.LENGTH:
        return "Your answer was cut off at its length limit. Go on from where it ended."
    if not text_of(reply.message.parts).strip():
        only_thought = any(isinstance(part, Thinking) for part in reply.message.parts)
        return "Your answer was empty" + (", you only thought." if only_thought else ".") + " Answer, or call a tool."
    return ""


def is_promise(text: str) -> bool:
    """Whether an answer without a call ends by saying what the model is about to do."""
    sentences = [piece.strip(" *_-#>") for piece in _SENTENCE.split(text) if piece.strip(" *_-#>")]
    last = sentences[-1] if sentences else ""
    promise = _PROMISE.match(last) or _PROMISE_JA.match(last.rstrip("。!！:："))
    return bool(promise) and not _CONDITION.search(last)
