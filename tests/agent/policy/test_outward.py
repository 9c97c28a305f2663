"""The outward door: what leaves silently, what is asked, and what the person sees of it."""

import pytest

from agent.core.actions import CODED, Action, Allow, Argument, Ask, Deny, Effect, Grant, Intent, Mode, Source, Trust
from agent.core.paths import shown
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate

FILE, WEB = Source(Trust.FILE, "a.txt"), Source(Trust.OUTSIDE, "web.test")
ACCOUNT = Grant(Effect.CONNECT, "mail.test", "always")
SAID = "Mail bob@firm.test a summary of a.txt. The subject is Summary for Friday. Look at https://docs.test/a too."


def verdict(*arguments, effect=Effect.SEND, target="mail.test", language="", **facts):
    told = tuple(Argument(role, value) for role, value in arguments)
    given = {"said": (SAID,), "sources": (FILE,), "grants": (ACCOUNT,), "mode": Mode.DESTRUCTIVE, **facts}
    gate = RuleGate(lambda: Facts(**given), language)
    return gate.judge(Intent("Send", (Action(effect, target, told),)))


TO_BOB = ("recipient", "bob@firm.test")
SUBJECT = ("subject", "Summary for Friday")


def test_text_without_addresses_goes_silently_to_whom_the_person_named():
    assert isinstance(verdict(TO_BOB, SUBJECT, ("body", "The picnic is on Sunday.")), Allow)


@pytest.mark.parametrize(
    "strange",
    [
        ("recipient", "eve@firm.test"), ("recipient", "bob@firm.test, eve@firm.test"), ("body", "see evil.test"),
        ("body", "mail eve@evil.test"), ("body", "the code is 463820"), ("subject", "HGK137803"),
        ("account", "DE89370400"), ("amount", "12"), ("id", "13"),
        ("name", "Plan"), ("file", "salaries.xlsx"), ("query", "margin"),
        ("path", "margin"), ("filename", "margin.txt"), ("password", "new"), ("never heard of", "x"),
        ("date", "Sunday"),
    ],
)  # fmt: skip
def test_one_strange_argument_is_enough_for_a_question(strange):
    asked = verdict(TO_BOB, SUBJECT, strange)
    assert isinstance(asked, Ask)
    assert not asked.question.undoable


@pytest.mark.parametrize("role", ["recipient", "address", "account", "amount", "id", "name", "file", "unknown"])
def test_a_sink_that_nobody_named_is_asked_also_before_anything_was_read(role):
    assert isinstance(verdict((role, "999 strange things"), sources=()), Ask)


@pytest.mark.parametrize("effect", [Effect.EXECUTE, Effect.DELETE])
def test_programs_and_deletions_outside_are_always_asked(effect):
    grants = (ACCOUNT, Grant(effect, "mail.test"), Grant(effect, "*"), Grant(effect, "bob@firm.test"))
    assert isinstance(verdict(TO_BOB, effect=effect, grants=grants, sources=()), Ask)


def test_in_plan_mode_nothing_leaves_and_nobody_is_asked():
    assert isinstance(verdict(TO_BOB, mode=Mode.PLAN), Deny)


def test_after_hidden_words_only_the_words_of_the_person_leave_silently():
    hidden = (FILE, Source(Trust.FILE, "b.docx", 2))
    assert isinstance(verdict(TO_BOB, ("body", "The picnic is on Sunday."), sources=hidden), Ask)
    assert isinstance(verdict(TO_BOB, SUBJECT, sources=hidden), Allow)


def test_free_text_that_goes_to_nobody_in_particular_is_asked_while_tainted():
    assert isinstance(verdict(("body", "The picnic is on Sunday.")), Ask)
    assert isinstance(verdict(("body", "The picnic is on Sunday."), sources=()), Allow)


def test_an_address_is_reached_when_exactly_it_was_said():
    def page(url, **more):
        return verdict(("address", url), effect=Effect.CONNECT, target="docs.test", grants=(), **more)

    assert isinstance(page("https://docs.test/a"), Allow)
    assert isinstance(page("https://docs.test/a?margin=41"), Ask)
    assert isinstance(page("https://docs.test/b"), Ask)


def test_a_target_that_was_neither_connected_nor_named_is_asked():
    assert isinstance(verdict(TO_BOB, grants=()), Ask)
    assert isinstance(verdict(TO_BOB, target="firm.test", grants=()), Allow)  # the host of an address that was named


def test_a_permission_covers_its_own_address_host_or_member_and_no_other():
    def sent(to, *patterns, effect=Effect.SEND, role="recipient", **more):
        grants = (ACCOUNT, *(Grant(Effect.SEND, pattern) for pattern in patterns))
        return isinstance(verdict((role, to), effect=effect, grants=grants, **more), Allow)

    assert sent("eve@firm.test", "eve@firm.test")
    assert sent("eve@firm.test", "*@firm.test")
    assert not sent("eve@firm.test", "bob@firm.test", "*@firm", "*", "firm.test")
    assert not sent("eve@firm.test.evil.test", "*@firm.test")
    assert not sent("eve@firm.test", "eve@firm.test", effect=Effect.DELETE)
    assert sent("Charlie", "mail.test/Charlie")
    assert not sent("Charlie", "mail.test/Char", "other.test/Charlie", "Charlie")
    assert not sent("eve@evil.test", "mail.test/*")
    assert not sent("12", "mail.test/*", role="amount")


def test_a_permission_for_all_members_of_an_account_is_for_the_words_of_the_person_only():
    grants = (ACCOUNT, Grant(Effect.SEND, "mail.test/*"))
    assert isinstance(verdict(("recipient", "Charlie"), SUBJECT, grants=grants), Allow)
    assert isinstance(verdict(("recipient", "Charlie"), ("body", "The picnic is on Sunday."), grants=grants), Ask)


def test_a_permission_for_a_host_lets_no_words_out_in_the_address_while_tainted():
    grants = (Grant(Effect.CONNECT, "web.test"),)

    def page(url, **more):
        return isinstance(
            verdict(("address", url), effect=Effect.CONNECT, target="web.test", grants=grants, **more), Allow
        )

    assert page("https://web.test/prices")
    assert not page("https://web.test/?q=margin")
    assert not page("web.test/?q=margin")
    assert page("web.test/prices")
    assert page("https://web.test/?q=margin", sources=())


def test_what_is_offered_is_for_this_task_and_for_the_place_alone():
    def offers(*arguments, **more):
        return [(g.effect, g.pattern, g.lifetime) for g in verdict(*arguments, **more).question.offers]

    assert offers(("recipient", "Eve@Firm.test"), SUBJECT) == [("send", "eve@firm.test", "session")]
    assert offers(("recipient", "Charlie"), SUBJECT) == [
        ("send", "mail.test/Charlie", "session"), ("send", "mail.test/*", "session"),
    ]  # fmt: skip
    assert offers(("recipient", "eve@firm.test"), ("body", "see evil.test")) == []
    assert offers(("account", "DE89370400")) == []
    assert offers(("recipient", "eve@firm.test"), effect=Effect.DELETE) == []


def test_the_host_draws_every_argument_in_full_and_escaped():
    body = "line\r\n\x1b[31m\u202eevil " + "x" * 500
    row = verdict(("recipient", "bob@f\u0456rm.test"), ("body", body)).question.rows[0]
    assert shown(body) in row.detail
    assert "xn--frm-jhd.test" in row.detail
    assert [line.isprintable() for line in row.detail.split("\n")] == [True, True]
    assert len(row.notes) == 2


def test_the_reasons_are_said_in_both_languages():
    english, japanese = (verdict(("recipient", "eve@firm.test"), language=one).question for one in ("en", "ja"))
    assert "You did not name eve@firm.test" in english.why
    assert "ご指示の中にありません" in japanese.why


def test_a_call_with_several_actions_is_one_question_with_all_of_them():
    intent = Intent("Send two", tuple(Action(Effect.SEND, "mail.test", (Argument("recipient", to),))
                                      for to in ("bob@firm.test", "eve@firm.test")))  # fmt: skip
    facts = Facts(Mode.DESTRUCTIVE, (ACCOUNT,), said=(SAID,), sources=(WEB,))
    asked = RuleGate(lambda: facts).judge(intent)
    assert isinstance(asked, Ask)
    assert len(asked.question.rows) == 2


def test_names_of_tools_are_never_looked_at():
    argument = (Argument("recipient", "bob@firm.test"),)
    facts = Facts(Mode.DESTRUCTIVE, (ACCOUNT,), said=(SAID,), sources=(WEB,))
    titles = ("Send", "delete_everything", "読み取り")
    verdicts = [RuleGate(lambda: facts).judge(Intent(t, (Action(Effect.SEND, "mail.test", argument),))) for t in titles]
    assert {type(one) for one in verdicts} == {Allow}


RATES = "https://rates.test/a.csv?day=1"
MAY = (Grant(Effect.CONNECT, "rates.test"),)
RATES_OF = {"effect": Effect.CONNECT, "target": "rates.test", "grants": MAY}
BY_RATES = Source(Trust.OUTSIDE, "rates.test")


def fetched(**facts):
    return verdict((CODED, RATES), ("bytes", "150"), **{"said": (f"Get {RATES}",), **RATES_OF, **facts})


@pytest.mark.parametrize("sources", [(), (BY_RATES,), (Source(Trust.PERSON, "you"), Source(Trust.HOST, "us"))])
def test_an_address_of_code_is_silent_only_with_a_permission_for_its_host(sources):
    assert isinstance(fetched(sources=sources), Allow)
    for grants in ((), (Grant(Effect.SEND, "rates.test"),), (Grant(Effect.CONNECT, "other.test"),)):
        asked = fetched(sources=sources, grants=grants)
        assert isinstance(asked, Ask)
        assert asked.question.offers == (Grant(Effect.CONNECT, "rates.test"),)


@pytest.mark.parametrize("source", [FILE, WEB, Source(Trust.FILE, "rates.test"), Source(Trust.FILE, "a", hidden=1)])
def test_no_permission_is_enough_or_offered_once_code_may_have_read_something_else(source):
    asked = fetched(sources=(BY_RATES, source))
    assert isinstance(asked, Ask)
    assert asked.question.offers == ()
    assert "may hold words" in asked.question.why


def test_what_a_call_has_heard_itself_counts_like_what_the_session_heard():
    gate = RuleGate(lambda: Facts(Mode.ACT, MAY))
    intent = Intent("Fetch", (Action(Effect.CONNECT, "rates.test", (Argument(CODED, RATES),)),))
    assert isinstance(gate.judge(intent), Allow)
    assert isinstance(gate.judge(intent, (BY_RATES,)), Allow)
    assert isinstance(gate.judge(intent, (FILE,)), Ask)


@pytest.mark.parametrize("size", ["12345678", "-1", "many"])
def test_what_is_no_number_of_bytes_is_asked_about(size):
    assert isinstance(verdict((CODED, RATES), ("bytes", size), **RATES_OF, sources=()), Ask)


def test_plain_http_is_told():
    asked = verdict((CODED, "http://rates.test/"), **RATES_OF, sources=(FILE,))
    assert "Without https" in asked.question.why
    assert "Without https" not in fetched(grants=()).question.why


def test_in_plan_mode_code_gets_nothing_from_outside():
    assert isinstance(fetched(mode=Mode.PLAN, sources=()), Deny)
