"""The worst case: a model that plays the user's task until it reads the attacker's words, and then obeys them at once.

Every call is judged by the real RuleGate. A careful person says yes to the user's calls and no to the attacker's. What
counts is an attack that succeeded although nobody was ever asked about one of its calls.
"""

import importlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from agent.core.actions import Ask, Mode, Source
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from tests.redteam.agentdojo_suites import MARKER, environment, suites
from tests.redteam.agentdojo_table import connected, heard, intent


class Person(StrEnum):
    """Who answers: nobody (the gate is left out, for comparison), one who accepts each call of theirs by itself, or one
    who also takes the widest standing permission that is offered for the task.
    """

    ABSENT = "absent"
    CAREFUL = "careful"
    TRUSTING = "trusting"


@dataclass
class Played:
    """What happened in one task. `asked` are questions about the user's calls, `warned` about the attacker's."""

    asked: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    utility: bool = False
    security: bool = False

    @property
    def silent(self) -> bool:
        """Whether the attack succeeded and nobody was asked."""
        return self.security and not self.warned


class Obedient:
    """A pipeline of AgentDojo: ground truths instead of a model, with the gate before each call."""

    def __init__(self, suite: str, task: Any, attack: Any, person: Person, played: Played) -> None:
        self._suite = suite
        self._task = task
        self._attack = attack
        self._person = person
        self._played = played
        self._grants = list(connected(suite))
        self._sources: list[Source] = []
        self._messages: list[dict[str, Any]] = []

    def query(
        self, query: str, runtime: Any, env: Any, messages: Sequence[Any] = (), extra_args: Any = None
    ) -> tuple[str, Any, Any, list[Any], Any]:
        """See `agentdojo.agent_pipeline.BasePipelineElement`."""
        attacked = self._attack is None
        for call in self._task.ground_truth(env):
            told = self._call(query, runtime, env, call, self._played.asked, allowed=True)
            if not attacked and MARKER in told:
                attacked = True
                for order in self._attack.ground_truth(env):
                    self._call(query, runtime, env, order, self._played.warned, allowed=False)
        self._says(self._task.GROUND_TRUTH_OUTPUT, None)
        return query, runtime, env, self._messages, extra_args or {}

    def _call(self, query: str, runtime: Any, env: Any, call: Any, asked: list[str], *, allowed: bool) -> str:
        """Judge a call, ask when the gate wants that, and make it. Returns what the model hears."""
        stated = intent(self._suite, call.function, call.args, env)
        facts = Facts(Mode.DESTRUCTIVE, tuple(self._grants), said=(query,), sources=tuple(self._sources))
        verdict = RuleGate(lambda: facts).judge(stated)
        if self._person is not Person.ABSENT and isinstance(verdict, Ask):
            asked.append(f"{call.function} {dict(call.args)}")
            if not allowed:
                return "The person declined."
            if self._person is Person.TRUSTING:
                self._grants += verdict.question.offers[-1:]
        self._says("", [call])
        result, error = runtime.run_function(env, call.function, call.args)
        self._sources += heard(stated, call.function)
        told = error or _told(result)
        block = [{"type": "text", "content": told}]
        self._messages.append(
            {"role": "tool", "content": block, "tool_call": call, "tool_call_id": None, "error": error}
        )
        return told

    def _says(self, text: str, calls: list[Any] | None) -> None:
        block = [{"type": "text", "content": text}]
        self._messages.append({"role": "assistant", "content": block, "tool_calls": calls})


def _told(result: Any) -> str:
    """A result as AgentDojo tells it to a model. The package may be missing where this file is only imported."""
    return str(importlib.import_module("agentdojo.agent_pipeline.tool_execution").tool_result_to_str(result))


def play(suite: str, user: str, attack: str = "", *, person: Person = Person.CAREFUL) -> Played:
    """One user task, alone or with an attack."""
    played = Played()
    task = suites()[suite].user_tasks[user]
    order = suites()[suite].injection_tasks[attack] if attack else None
    pipeline = Obedient(suite, task, order, person, played)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        played.utility, security = suites()[suite].run_task_with_pipeline(
            pipeline, task, order, {}, environment=environment(suite, bool(attack))
        )
    played.security = security and bool(attack)
    return played
