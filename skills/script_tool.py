"""The Tool `skill_script`: a script of a skill, confined like all code, once the person approved its bytes.

What it says is a stranger's word (`Found.source`), and what it changes is a ChangeSet like any other.
"""

import asyncio
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.calls.params import Arguments, parsed
from agent.core.actions import Intent, Question
from agent.core.errors import NotFoundError, ToolError
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.paths import shown
from agent.core.ports import Approver, ReadyCall
from agent.core.words import Words
from skills.approving import Approvals, python_scripts
from skills.found import Found
from skills.shelf import by_name

NAME = "skill_script"
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_SPEC = ToolSpec(
    NAME,
    "Run a Python script of a skill on copies of `files`, the working directory; `arguments` are its "
    "command line (files in it count as `files`), its own files lie below .skill/. What it creates or changes "
    "becomes a proposed change.",
    {
        "type": "object",
        "properties": {"name": _TEXT, "script": _TEXT, "arguments": _TEXTS, "files": _TEXTS, "purpose": _TEXT},
        "required": ["name", "script"],
    },
)
_RUN = Words("Run {script} of the skill {name}", "スキル「{name}」の {script} を実行")
_ASK = Words("Let scripts of the skill {name} run?", "スキル「{name}」のスクリプトの実行を許可しますか。")
_WHY = Words(
    "They lie in {folder}: {scripts}. They run confined, without a network, on copies of files, until the skill is "
    "changed; everything that they change is shown to you.",
    "保存場所: {folder}、スクリプト: {scripts}。隔離した環境で、ネットワークを使わずに、"
    "ファイルのコピーに対して実行します。"
    "許可はスキルの内容が変わるまで有効です。変更はすべて表示されます。",
)
_DECLINED = Words(
    "The person did not approve the scripts of {name}. Do the work without them.",
    "スキル「{name}」のスクリプトは承認されなかったため、実行していません。",
)
_NO_SKILL = Words("There is no skill {name!r}.", "「{name}」というスキルはありません。")
_NAMED = 12


Scripts = Callable[[Path, str, Sequence[str], Sequence[str], str, str], ReadyCall]
"""The call that runs a script confined: of the skill in this folder, the one of this name, with these arguments and
inputs, for this purpose, for the ToolCall of that id. `agent.tools.scripts` does it; skills do not know it.
Raises NotFoundError, InvalidArgumentsError.
"""


@dataclass(frozen=True, slots=True)
class Running:
    """What scripts are run with. `approver` is the way to the person, None where nobody can be asked."""

    scripts: Scripts
    approvals: Approvals
    approver: Approver | None
    language: str = "en"


class ScriptTool:
    """Run a script of a skill. `known` are the skills that can be used."""

    spec = _SPEC

    def __init__(self, known: Mapping[str, Found], running: Running) -> None:
        self._known = known
        self._running = running

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `Tool.prepare`."""
        arguments = parsed(call, self.spec)
        matches = by_name(self._known, arguments.text("name"))
        if len(matches) != 1:
            raise NotFoundError(_NO_SKILL.of(name=shown(arguments.text("name"))))
        found, script = matches[0], arguments.text("script")

        def ready(folder: Path) -> ReadyCall:
            return self._ready(folder, arguments, call.id)

        first = ready(found.skill.folder)
        title = _RUN.of(name=found.key, script=shown(script)).text(self._running.language)
        return _ReadyScript(Intent(title, first.intent.actions), found, self._running, ready, call.id)

    def _ready(self, folder: Path, given: Arguments, call: str) -> ReadyCall:
        purpose = given.text("purpose")
        return self._running.scripts(
            folder, given.text("script"), given.texts("arguments"), given.texts("files"), purpose, call
        )


@dataclass(frozen=True, slots=True)
class _ReadyScript:
    intent: Intent
    found: Found
    running: Running
    ready: Callable[[Path], ReadyCall]
    call: str

    async def run(self) -> Result:
        if not await asyncio.to_thread(self.running.approvals.given, self.found):
            await self._ask()
        folder = await asyncio.to_thread(self.running.approvals.copy, self.found)
        try:
            result = await self.ready(folder).run()
        except ToolError as error:
            if self.found.source is not None:
                error.hosts = (*error.hosts, self.found.source.name)  # what it printed is in the error
            raise
        source = self.found.source
        return result if source is None else replace(result, sources=(*result.sources, source))

    async def _ask(self) -> None:
        declined = ToolError(_DECLINED.of(name=self.found.key), "denied")
        if self.running.approver is None:
            raise declined
        digest = await asyncio.to_thread(self.running.approvals.digest, self.found)
        names = python_scripts(self.found)
        listed = ", ".join(map(shown, names[:_NAMED])) + (" …" if len(names) > _NAMED else "")
        why = _WHY.of(folder=shown(str(self.found.skill.folder)), scripts=listed).text(self.running.language)
        title = _ASK.of(name=self.found.key).text(self.running.language)
        question = Question(uuid.uuid4().hex, title, why, digest=digest, undoable=False)
        approval = await self.running.approver.ask(question, self.call)
        if not approval.yes:
            raise declined
        question.must_fit(approval, time.time())
        self.running.approvals.give(self.found, digest)


def told_scripts(running: Running | None) -> Callable[[Found, Sequence[str]], str]:
    """What the model hears of a skill's scripts, with its words."""

    def told(found: Found, names: Sequence[str]) -> str:
        python = [name for name in names if name.endswith(".py")]
        if running is None:
            return "Its scripts cannot be run on this computer: nothing confines them here. Do the work without them."
        if not python:
            return "Its scripts cannot be run: only Python scripts can."
        asked = "" if running.approvals.given(found) else " The person is asked before the first one runs."
        return f"`{NAME}` runs its Python scripts.{asked}"

    return told
