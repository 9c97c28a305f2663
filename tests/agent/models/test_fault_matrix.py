"""Each fault in each protocol: who must act, after exactly one request, with nothing that the provider would refuse."""

import asyncio
import datetime
import email.utils
import ssl

import pytest

from agent.core.errors import AgentError, NeedsUserError, ToolError, TransientError
from agent.core.messages import Delta, Finish, Thinking, text_of
from agent.core.ports import Settings
from tests.agent.models.asking import ASK, READ, SYSTEM, all_of, model_at, only
from tests.agent.models.servers.answers import Given
from tests.agent.models.servers.certificates import self_signed
from tests.agent.models.servers.core import plays, refuses
from tests.agent.models.servers.faults import (
    CALL,
    FOR_THE_PERSON,
    IN_A_CALL,
    NO_CREDIT,
    TOO_LONG,
    TRANSIENT,
    WORDS,
    asks_to_wait,
    fails,
    half,
    late,
    strays,
    until,
)

PATIENCE = 20.0  # an error that only a slow computer makes is no finding


def failing(provider, patience: float = PATIENCE) -> AgentError:
    with pytest.raises(AgentError) as caught:
        all_of(model_at(provider, "KEY", patience=patience))
    assert len(provider.asked) == 1, "the wire must not ask again"
    assert provider.wrongs == []
    return caught.value


@pytest.mark.parametrize("fault", TRANSIENT)
def test_what_may_heal_by_itself_is_told_as_such(provider, fault):
    provider.will(TRANSIENT[fault], WORDS)
    assert isinstance(failing(provider, 0.1 if fault.startswith("silent") else PATIENCE), TransientError)


@pytest.mark.parametrize("fault", IN_A_CALL)
def test_half_a_call_is_never_a_call(provider, fault):
    provider.will(IN_A_CALL[fault], CALL)
    assert isinstance(failing(provider), TransientError)


@pytest.mark.parametrize("fault", FOR_THE_PERSON)
def test_what_the_person_must_mend_is_told_without_the_key(provider, fault):
    move, code = FOR_THE_PERSON[fault]
    provider.will(move)
    failure = failing(provider)
    assert isinstance(failure, NeedsUserError)
    assert failure.code == code
    assert "KEY" not in str(failure)


def test_an_account_without_credit_is_told_in_each_providers_words(provider):
    provider.will(NO_CREDIT[provider.speaker.protocol])
    assert failing(provider).code == "no_credit"


def test_a_conversation_that_is_too_long_is_told_in_each_providers_words(provider):
    provider.will(TOO_LONG[provider.speaker.protocol])
    failure = failing(provider)
    assert isinstance(failure, ToolError)
    assert failure.code == "context_overflow"


@pytest.mark.parametrize(("header", "seconds"), [({"Retry-After": "7"}, 7), ({}, None)])
def test_the_wait_that_a_provider_asks_for_is_kept(provider, header, seconds):
    provider.will(refuses(429, "Too many requests", headers=header))
    failure = failing(provider)
    assert isinstance(failure, TransientError)
    assert failure.retry_after == seconds


def test_a_wait_until_a_date_is_kept_in_seconds(provider):
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=30)
    provider.will(refuses(503, "Closed", headers={"Retry-After": email.utils.format_datetime(at, usegmt=True)}))
    failure = failing(provider)
    assert isinstance(failure, TransientError)
    assert failure.retry_after is not None
    assert 25 * 60 < failure.retry_after <= 30 * 60


@only("gemini")
def test_a_wait_that_is_told_in_the_body_is_kept(provider):
    provider.will(asks_to_wait)
    failure = failing(provider)
    assert isinstance(failure, TransientError)
    assert failure.retry_after == 7


@only("openai-responses")
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("server_error", "transient"),
        ("rate_limit_exceeded", "rate_limited"),
        ("context_length_exceeded", "context_overflow"),
        ("insufficient_quota", "no_credit"),
    ],
)
def test_an_answer_that_ends_as_failed_says_who_must_act(provider, code, told):
    provider.will(fails(code))
    assert failing(provider).code == told


def test_signs_of_life_are_no_silence(provider):
    provider.will(late, WORDS)
    _, reply = all_of(model_at(provider, patience=0.5))
    assert text_of(reply.message.parts) == WORDS.text


@pytest.mark.parametrize(("finish", "told"), [("length", Finish.LENGTH), ("filter", Finish.FILTER)])
def test_an_answer_that_was_cut_or_filtered_says_so(provider, finish, told):
    provider.says(Given("Once upon", finish=finish))
    _, reply = all_of(model_at(provider))
    assert (text_of(reply.message.parts), reply.finish) == ("Once upon", told)


def test_an_empty_answer_is_an_answer_for_the_loop_to_judge(provider):
    provider.says(Given(""))
    _, reply = all_of(model_at(provider))
    assert (reply.message.parts, reply.message.calls, reply.finish) == ((), (), Finish.STOP)


def test_an_answer_of_thoughts_only_has_them(provider):
    provider.says(Given("", "Let me think.", "sig1"))
    _, reply = all_of(model_at(provider))
    assert [part.text for part in reply.message.parts if isinstance(part, Thinking)] == ["Let me think."]
    assert text_of(reply.message.parts) == ""


def test_arguments_of_a_megabyte_arrive_whole(provider):
    words = "日本語 " * 80_000
    provider.says(Given("", calls=(("call_1", "read", f'{{"path": "{words}"}}'),)))
    _, reply = all_of(model_at(provider))
    assert words in reply.message.calls[0].arguments


def test_one_id_for_two_calls_becomes_two(provider):
    calls = (("call_1", "read", '{"path": "a"}'), ("call_1", "read", '{"path": "b"}'))
    provider.says(Given("", "Let me think.", "sig1", calls))
    _, reply = all_of(model_at(provider))
    assert len({call.id for call in reply.message.calls}) == len(reply.message.calls) == 2


def test_a_piece_of_a_call_that_was_never_begun_is_no_call(provider):
    provider.will(strays, WORDS)
    try:
        _, reply = all_of(model_at(provider))
    except TransientError:
        return
    assert [call.tool for call in reply.message.calls if not call.tool] == []
    assert text_of(reply.message.parts) == WORDS.text


def test_half_an_answer_that_comes_in_one_piece_is_none(provider):
    provider.will(half, CALL)
    with pytest.raises(TransientError):
        all_of(model_at(provider), settings=Settings("Be brief.", stream=False))


def test_malformed_arguments_are_kept_as_the_model_wrote_them(streaming_provider):
    streaming_provider.says(Given("", calls=(("call_1", "read", '{"path": "a'),)))
    _, reply = all_of(model_at(streaming_provider))
    assert reply.message.calls[0].arguments == '{"path": "a'


def test_stopping_in_the_middle_is_seen_by_the_provider(provider):
    provider.will(until("text", "hang"), WORDS)

    async def stopped() -> tuple[object, bool]:
        pieces = model_at(provider).reply(ASK, (READ,), SYSTEM)
        first = await anext(pieces)
        await pieces.aclose()
        return first, await asyncio.to_thread(provider.left.wait, 10)  # before the end of the loop closes everything

    first, left = asyncio.run(stopped())
    assert isinstance(first, Delta)
    assert left, "the provider would go on, and the person would pay"


def test_a_closed_port_is_a_transient_error_that_names_the_host(provider):
    provider.close()
    with pytest.raises(TransientError, match=r"127\.0\.0\.1"):
        all_of(model_at(provider))


def test_a_certificate_that_nobody_vouches_for_ends_it_before_a_word_was_said(provider, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    provider.http.socket = context.wrap_socket(provider.http.socket, server_side=True)
    provider.says(WORDS)
    provider.url = provider.url.replace("http:", "https:")
    with pytest.raises(NeedsUserError) as caught:
        all_of(model_at(provider))
    assert caught.value.code == "certificate"
    assert provider.asked == []


def test_the_matrix_has_a_provider_that_answers_when_nothing_goes_wrong(provider):
    provider.will(plays, CALL)
    _, reply = all_of(model_at(provider, patience=PATIENCE))
    assert [call.tool for call in reply.message.calls] == ["read"]
    assert reply.finish is Finish.CALLS
