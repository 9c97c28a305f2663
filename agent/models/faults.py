"""What went wrong between us and a model, sorted by who must act. Part of the wire."""

import re
import ssl
from typing import TypeVar

import httpx2
from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelAuthenticationError,
    ModelContextWindowExceededError,
    ModelNotFoundError,
    ModelQuotaExceededError,
    ModelTimeoutError,
)

from agent.core.errors import AgentError, NeedsUserError, OfflineError, ToolError, TransientError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words, joined

# How servers without an error code for it say that a request is too long (llama.cpp, LM Studio, vLLM, Moonshot,
# DashScope, Gemini and Anthropic through their compatible addresses).
_TOO_LONG = re.compile(
    r"context[ _-]?(size|length|window)|exceed_context|maximum context|model token limit|range of input length"
    r"|prompt is too long|input token count|reduce the length|too many tokens|tokens to keep",
    re.IGNORECASE,
)
_NO_CREDIT_TYPES = ("exceeded_current_quota_error", "insufficient_quota", "insufficient_balance")
_WORTH_A_RETRY = (408, 409, 425, 429)
_LONGEST_QUOTE = 200
_Error = TypeVar("_Error", bound=BaseException)

_TOO_LONG_WORDS = Words(
    "The conversation is longer than this model can take.", "会話が、このモデルで扱える長さを超えました。"
)
_TOP_UP = Words("Top it up, or choose another model.", "残高を追加するか、別のモデルを選んでください。")
_CHECK_NAME = Words(
    "Check the model's name and its address (it often ends in /v1).",
    "モデル名とアドレス(末尾が /v1 のことが多いです)をご確認ください。",
)
_ENTER_KEY = Words(
    "Enter the key again, and check that it may use this model.",
    "キーを入力し直し、そのキーでこのモデルを利用できるかをご確認ください。",
)
_NO_WAY = (httpx2.ConnectError, httpx2.ConnectTimeout)  # refused, no route, no such name: nothing was sent
_UNREACHABLE = Words(
    "{host} cannot be reached: there is no connection to it, or it is not running.",
    "{host} に接続できません。ネットワークが切れているか、サーバーが動いていません。",
)
_LOADING = re.compile(r"loading model", re.IGNORECASE)  # llama.cpp, from its start until it can answer
_STILL_LOADING = Words("{host} is still loading the model.", "{host} はモデルを読み込んでいる途中です。")
_CHECK_DATE = Words(
    "Check the address, and the date of this computer.",
    "アドレスと、このコンピューターの日付をご確認ください。",
)
_OTHER_MODEL = Words("Choose another model, or check its address.", "別のモデルを選ぶか、アドレスをご確認ください。")
_SEEING_MODEL = Words("Choose a model that can see pictures.", "画像を扱えるモデルを選んでください。")


def fault(error: Exception, host: str, model: str, key: str | None) -> AgentError:
    """Our error for one of the libraries. The key never appears in its words."""
    if (own := _in_chain(error, AgentError)) is not None:  # of our own below an SDK, which wrapped it
        return own
    said = _said(error, key)
    if _too_long(error, said):
        return ToolError(_TOO_LONG_WORDS, "context_overflow")
    if isinstance(error, ModelQuotaExceededError) or getattr(error, "provider_error_type", None) in _NO_CREDIT_TYPES:
        words = Words(f"The account at {host} has no credit left.", f"{host} のアカウントの残高がありません。")
        return NeedsUserError(words, _TOP_UP, "no_credit")
    if isinstance(error, ModelAuthenticationError):
        return _key_refused(host, key)
    if isinstance(error, ModelNotFoundError):
        words = Words(
            f"{host} has no model {model!r}, or nothing at this address.",
            f"{host} にモデル「{model}」がないか、このアドレスに応答するものがありません。",
        )
        return NeedsUserError(joined(words, said), _CHECK_NAME, "model_gone")
    return _certificate(error, host) or _refused(error, host, said) or _transient(error, host, said)


def _key_refused(host: str, key: str | None) -> NeedsUserError:
    refused = Words(f"{host} refused the key.", f"{host} にキーが受け付けられませんでした。")
    missing = Words(f"{host} wants a key, and there is none.", f"{host} を利用するにはキーが必要ですが、未設定です。")
    return NeedsUserError(refused if key else missing, _ENTER_KEY, "key_refused")


def _certificate(error: Exception, host: str) -> NeedsUserError | None:
    if _in_chain(error, ssl.SSLCertVerificationError) is None:
        return None
    words = Words(
        f"The certificate of {host} cannot be trusted, so nothing was sent.",
        f"{host} の証明書を信頼できないため、何も送信していません。",
    )
    return NeedsUserError(words, _CHECK_DATE, "certificate")


def _in_chain(error: BaseException, kind: type[_Error]) -> _Error | None:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, kind):
        cause = cause.__cause__ or cause.__context__
    return cause


def _refused(error: Exception, host: str, said: Words) -> NeedsUserError | None:
    """A request that will be refused again as it is."""
    status = _status(error)
    if status is None or status >= 500 or status in _WORTH_A_RETRY:
        return None
    sees = re.search(r"image|vision|multimodal", said.en, re.IGNORECASE)
    words = Words(f"{host} refused the request ({status}).", f"{host} に要求が受け付けられませんでした({status})。")
    return NeedsUserError(joined(words, said), _SEEING_MODEL if sees else _OTHER_MODEL, "request_refused")


def _transient(error: Exception, host: str, said: Words) -> TransientError:
    if isinstance(error, ModelTimeoutError):
        return TransientError(Words(f"{host} did not answer in time.", f"{host} から時間内に応答がありませんでした。"))
    if any(_in_chain(error, kind) is not None for kind in _NO_WAY):
        return OfflineError(_UNREACHABLE.of(host=host))
    status = _status(error)
    if status == 503 and _LOADING.search(said.en):
        return OfflineError(_STILL_LOADING.of(host=host))
    if status == 429:
        words = Words(f"{host} says there are too many requests.", f"{host} への要求が多すぎるため、制限されています。")
    elif status is not None:
        words = Words(f"{host} has a problem ({status}).", f"{host} で問題が発生しています({status})。")
        words = joined(words, said)
    elif isinstance(error, ModelAPIError):
        words = Words(
            f"The connection to {host} failed or broke off.", f"{host} に接続できないか、通信が途切れました。"
        )
        words = joined(words, said)
    else:
        words = Words(
            f"{host} gave an answer that cannot be understood.", f"{host} から解釈できない応答が返されました。"
        )
    return TransientError(words, getattr(error, "retry_after", None), "rate_limited" if status == 429 else None)


def _too_long(error: Exception, said: Words) -> bool:
    status = _status(error)
    if isinstance(error, ModelContextWindowExceededError) or status == 413:
        return True
    return isinstance(error, ModelAPIError) and status in (None, 400, 422, 500) and bool(_TOO_LONG.search(said.en))


def _status(error: Exception) -> int | None:
    """The HTTP status; that of a redirect is known to the SDK's error only."""
    for one in (error, error.__cause__):
        if isinstance(status := getattr(one, "status_code", None), int):
            return status
    return None


def _said(error: Exception, key: str | None) -> Words:
    """The server's own words in quotes, short and on one line; NO_WORDS when there are none."""
    if not isinstance(error, ModelAPIError):
        return NO_WORDS
    body = error.body
    words = body.get("message") or body.get("error") if isinstance(body, dict) else body
    words = words.get("message") if isinstance(words, dict) else words
    if not isinstance(words, str):
        return NO_WORDS
    quoted = shown(" ".join(words.replace(key or "\0", "...").split()))[:_LONGEST_QUOTE]
    return Words(f'It says: "{quoted}"', f"サーバーからのメッセージ: 「{quoted}」。") if quoted else NO_WORDS
