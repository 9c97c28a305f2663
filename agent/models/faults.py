"""What went wrong between us and a model, sorted by who must act. Part of the wire."""

import re
import ssl

from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelAuthenticationError,
    ModelContextWindowExceededError,
    ModelNotFoundError,
    ModelQuotaExceededError,
    ModelTimeoutError,
)

from agent.core.errors import AgentError, NeedsUserError, ToolError, TransientError

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


def fault(error: Exception, host: str, model: str, key: str | None) -> AgentError:
    """Our error for one of the libraries. The key never appears in its words."""
    said = _said(error, key)
    if _too_long(error, said):
        return ToolError("The conversation is longer than this model can take.", "context_overflow")
    if isinstance(error, ModelQuotaExceededError) or getattr(error, "provider_error_type", None) in _NO_CREDIT_TYPES:
        return NeedsUserError(
            f"The account at {host} has no credit left.", "Top it up, or choose another model.", "no_credit"
        )
    if isinstance(error, ModelAuthenticationError):
        return _key_refused(host, key)
    if isinstance(error, ModelNotFoundError):
        return NeedsUserError(
            f"{host} has no model {model!r}, or nothing at this address.{said}",
            "Check the model's name and its address (it often ends in /v1).",
            "model_gone",
        )
    return _certificate(error, host) or _refused(error, host, said) or _transient(error, host, said)


def _key_refused(host: str, key: str | None) -> NeedsUserError:
    sentence = f"{host} refused the key." if key else f"{host} wants a key, and there is none."
    return NeedsUserError(sentence, "Enter the key again, and check that it may use this model.", "key_refused")


def _certificate(error: Exception, host: str) -> NeedsUserError | None:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return None
    return NeedsUserError(
        f"The certificate of {host} cannot be trusted, so nothing was sent.",
        "Check the address, and the date of this computer.",
        "certificate",
    )


def _refused(error: Exception, host: str, said: str) -> NeedsUserError | None:
    """A request that will be refused again as it is."""
    status = _status(error)
    if status is None or status >= 500 or status in _WORTH_A_RETRY:
        return None
    remedy = "Choose another model, or check its address."
    if re.search(r"image|vision|multimodal", said, re.IGNORECASE):
        remedy = "Choose a model that can see pictures."
    return NeedsUserError(f"{host} refused the request ({status}).{said}", remedy, "request_refused")


def _transient(error: Exception, host: str, said: str) -> TransientError:
    if isinstance(error, ModelTimeoutError):
        return TransientError(f"{host} did not answer in time.")
    status = _status(error)
    if status == 429:
        sentence = f"{host} says there are too many requests."
    elif status is not None:
        sentence = f"{host} has a problem ({status}).{said}"
    elif isinstance(error, ModelAPIError):
        sentence = f"The connection to {host} failed or broke off.{said}"
    else:
        sentence = f"{host} gave an answer that cannot be understood."
    return TransientError(sentence, getattr(error, "retry_after", None))


def _too_long(error: Exception, said: str) -> bool:
    status = _status(error)
    if isinstance(error, ModelContextWindowExceededError) or status == 413:
        return True
    return isinstance(error, ModelAPIError) and status in (None, 400, 422, 500) and bool(_TOO_LONG.search(said))


def _status(error: Exception) -> int | None:
    """The HTTP status; that of a redirect is known to the SDK's error only."""
    for one in (error, error.__cause__):
        if isinstance(status := getattr(one, "status_code", None), int):
            return status
    return None


def _said(error: Exception, key: str | None) -> str:
    """The server's own words, short and on one line, with a blank before them; "" when there are none."""
    if not isinstance(error, ModelAPIError):
        return ""
    body = error.body
    words = body.get("message") or body.get("error") if isinstance(body, dict) else body
    if not isinstance(words, str):
        return ""
    shown = " ".join(words.replace(key or "\0", "...").split())[:_LONGEST_QUOTE]
    return f' It says: "{shown}"' if shown else ""
