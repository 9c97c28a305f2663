"""What the gate says of a call of a connector, after the model read a mail of a stranger."""

import json

from agent.core.actions import Allow, Ask, Effect, Grant, Mode, Source, Trust
from agent.core.messages import ToolCall
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate

STRANGER = (Source(Trust.OUTSIDE, "mail:mail"),)


def why(tools, name, account, *said, **given):
    """ "" when the call goes silently after a stranger's mail was read; else why the person is asked."""
    ready = next(one for one in tools if one.spec.name == name).prepare(ToolCall("1", name, json.dumps(given)))
    facts = Facts(Mode.DESTRUCTIVE, (Grant(Effect.CONNECT, account, "always"),), said=said, sources=STRANGER)
    judged = RuleGate(lambda: facts, "en").judge(ready.intent)
    assert isinstance(judged, Allow | Ask)
    return judged.question.why if isinstance(judged, Ask) else ""
