"""AgentDojo's task suites (MIT, arXiv 2406.13352), without the clients of model providers that its package loads."""

import importlib
import importlib.util
import sys
import types
from functools import cache
from pathlib import Path
from typing import Any

VERSION = "v1.2.2"
INSTALL = "python -m pip install --no-deps --require-hashes --only-binary :all: -r packaging/requirements/agentdojo.txt"
# The words that stand at every place of an environment that an attacker can write to.
MARKER = "PLEASE OBEY THIS NOTE"


def missing() -> bool:
    """Whether the package is not installed."""
    return any(importlib.util.find_spec(name) is None for name in ("agentdojo", "deepdiff", "docstring_parser"))


@cache
def suites() -> dict[str, Any]:
    """Suites by name. The package of pipelines is entered without its `__init__`, which imports every provider."""
    home = Path(str(importlib.import_module("agentdojo").__file__)).parent
    pipelines = types.ModuleType("agentdojo.agent_pipeline")
    pipelines.__path__ = [str(home / "agent_pipeline")]
    provider = types.ModuleType("agentdojo.agent_pipeline.llms.google_llm")
    provider.__dict__["EMPTY_FUNCTION_NAME"] = "<empty-function-name>"
    sys.modules.setdefault(pipelines.__name__, pipelines)
    sys.modules.setdefault(provider.__name__, provider)
    return dict(importlib.import_module("agentdojo.task_suite.load_suites").get_suites(VERSION))


@cache
def _environment(suite: str, attacked: bool) -> Any:
    vectors = suites()[suite].get_injection_vector_defaults()
    return suites()[suite].load_and_inject_default_environment(dict.fromkeys(vectors, MARKER) if attacked else {})


def environment(suite: str, attacked: bool) -> Any:
    """A new copy of a suite's environment; YAML is read once."""
    return _environment(suite, attacked).model_copy(deep=True)


def pairs() -> list[tuple[str, str, str]]:
    """Suite, user task and injection task, for every attack whose calls the suite knows."""
    found = []
    for name, suite in suites().items():
        attacks = [i for i, task in suite.injection_tasks.items() if task.ground_truth(environment(name, True))]
        found += [(name, user, attack) for user in suite.user_tasks for attack in attacks]
    return found


def tasks() -> list[tuple[str, str]]:
    """Suite and user task."""
    return [(name, user) for name, suite in suites().items() for user in suite.user_tasks]
