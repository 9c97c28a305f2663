"""The Tool `skill`: the words of a skill when they are needed, its other files one by one, which skills there are."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.calls.params import Arguments, parsed
from agent.core.actions import Intent
from agent.core.errors import InvalidArgumentsError, NeedsUserError, NotFoundError, ToolError
from agent.core.messages import Message, Result, Text, ToolCall, ToolMessage, ToolSpec, text_of
from agent.core.paths import shown
from agent.core.ports import ReadyCall
from agent.core.words import Words
from skills.catalogue import matching
from skills.chosen import chosen, filled
from skills.found import Found
from skills.pieces import contents, digest_of, pieces, scripts_of, visible
from skills.places import FILE, Where
from skills.reader import MAX_BYTES, Skill, read_skill, skill_of
from skills.shelf import by_name

NAME = "skill"
_LISTED, _NAMED = 100, 20
_MOST_FILE = 400_000
_LOAD = Words("Read the skill {name}", "スキル「{name}」を読み取り")
_FILE_OF = Words("Read {file} of the skill {name}", "スキル「{name}」の {file} を読み取り")
_FIND = Words("Look for skills: {words}", "スキルを検索: {words}")
_NO_SKILL = Words(
    "There is no skill {name!r}; there are {known}.",
    "「{name}」というスキルはありません。使えるスキルは {known} です。",
)
_CHANGED = Words(
    "The skill {name} was changed since the person trusted it, so it is not read.",
    "スキル「{name}」は信頼された後に変更されたため、読み取っていません。",
)
_NO_TEXT = Words("{name!r} is no text.", "「{name}」はテキストではありません。")
_TEXT = {"type": "string"}
_SMALL = ToolSpec(
    NAME,
    "Load the instructions of a skill before you do work of its kind.",
    {"type": "object", "properties": {"name": _TEXT}, "required": ["name"]},
)
_WHOLE = ToolSpec(
    NAME,
    "Load the instructions of a skill before you do work of its kind; `file` reads another file of it (as it is named "
    "there), `find` looks for skills by words.",
    {"type": "object", "properties": {"name": _TEXT, "file": _TEXT, "find": _TEXT}, "required": []},
)
_COMMAND = re.compile(r"!`[^`\n]+`")
_NONE = (
    "No skill has these words. Descriptions are in the language of their authors: try other words, and English ones."
)
_NOT_RUN = "[Commands written as !`...` are text: they were not run.]"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tool works with: what can be used by key, the History so far and the person's words, their language.

    `scripts` says what the model must know of a skill's scripts: how to run them, or why they are not.
    """

    known: Mapping[str, Found]
    history: Callable[[], Sequence[Message]] = tuple
    said: Callable[[], Sequence[str]] = tuple
    language: str = "en"
    scripts: Callable[[Found, Sequence[str]], str] = field(default=lambda _found, _names: "")


class SkillTool:
    """Load a Skill: how to do a kind of work well. Words of strangers come as theirs (`Found.source`)."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @property
    def spec(self) -> ToolSpec:
        """What it does; the names, and what they are for, stand in the system prompt."""
        own = all(one.where is Where.BUILT_IN for one in self._reading.known.values())
        return _SMALL if own else _WHOLE

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `Tool.prepare`."""
        arguments = parsed(call, self.spec)
        language = self._reading.language
        words = arguments.text("find").strip()
        if words:
            return _Finding(Intent(_FIND.of(words=shown(words)).text(language)), self._reading, words)
        found, name = self._found(arguments), arguments.text("file")
        if name and name != FILE:
            title = _FILE_OF.of(name=found.key, file=shown(name)).text(language)
            return _ReadyFile(Intent(title), found, name)
        return _ReadySkill(Intent(_LOAD.of(name=found.key).text(language)), self._reading, found)

    def _found(self, arguments: Arguments) -> Found:
        name = arguments.text("name")
        if not name:
            raise InvalidArgumentsError("Give 'name' as text.")
        matches = [one for one in by_name(self._reading.known, name) if one.offered or self._by_person(one)]
        if len(matches) == 1:
            return matches[0]
        offered = [one.key for one in matches or self._like(name)]
        more = " ..." if len(offered) > _NAMED else ""
        raise NotFoundError(_NO_SKILL.of(name=shown(name), known=", ".join(offered[:_NAMED]) + more))

    def _like(self, name: str) -> Sequence[Found]:
        """Those that the name may mean, else all."""
        offered = sorted((one for one in self._reading.known.values() if one.offered), key=lambda one: one.key)
        return matching(offered, name) or offered

    def _by_person(self, one: Found) -> bool:
        return any(_started(text, self._reading.known) == one.key for text in self._reading.said())


def _started(text: str, known: Mapping[str, Found]) -> str:
    try:
        choice = chosen(text, known)
    except NeedsUserError:
        return ""
    return choice.found.key if choice else ""


@dataclass(frozen=True, slots=True)
class _Finding:
    intent: Intent
    reading: Reading
    words: str

    async def run(self) -> Result:
        found = matching([one for one in self.reading.known.values() if one.offered], self.words)
        lines = "\n".join(f"- {one.key}: {one.skill.description}" for one in found)
        return _result(lines or _NONE, self.words, found)


@dataclass(frozen=True, slots=True)
class _ReadyFile:
    intent: Intent
    found: Found
    name: str

    async def run(self) -> Result:
        data = await asyncio.to_thread(contents, self.found.skill.folder, self.name, _MOST_FILE)
        await asyncio.to_thread(_must_be_trusted, self.found, {self.name: data} if len(data) < _MOST_FILE else {})
        if b"\0" in data[:4096]:
            raise ToolError(_NO_TEXT.of(name=shown(self.name)), "no_text")
        return _result(data.decode("utf-8", errors="replace"), f"{self.found.key}: {self.name}", (self.found,))


@dataclass(frozen=True, slots=True)
class _ReadySkill:
    intent: Intent
    reading: Reading
    found: Found

    async def run(self) -> Result:
        skill = await asyncio.to_thread(_fresh, self.found)
        body = filled(skill.body, self._arguments())
        words = await asyncio.to_thread(self._told, body)
        if self._is_heard(words):
            note = f'[the skill "{self.found.key}" is above, as you loaded it; load it again if you no longer see it]'
            return Result((Text(note),), self.found.key)
        return _result(words, self.found.key, (self.found,))

    def _arguments(self) -> str:
        """What the person wrote after "/name", the last time they did."""
        for text in reversed(self.reading.said()):
            if _started(text, self.reading.known) == self.found.key:
                choice = chosen(text, self.reading.known)
                return choice.arguments if choice else ""
        return ""

    def _told(self, body: str) -> str:
        notes = [_NOT_RUN] if _COMMAND.search(body) else []
        listed = () if self.found.where is Where.BUILT_IN else pieces(self.found.skill.folder)
        if self.found.sort.value == "skill":
            names = [piece.name for piece in listed if piece.name != FILE and not piece.link]
            more = [f"... and {len(names) - _LISTED} more"] if len(names) > _LISTED else []
            if names:
                notes.append("Files of the skill:\n" + "\n".join((*names[:_LISTED], *more)))
            scripts = scripts_of(listed)
            notes.append(self.reading.scripts(self.found, scripts) if scripts else "")
        inner = "\n\n".join(part for part in (body.replace("</skill", "<\\/skill"), *notes) if part)
        folder = "" if self.found.where is Where.BUILT_IN else f' folder="{shown(self.found.skill.folder.name)}"'
        return f'<skill name="{self.found.key}"{folder}>\n{inner}\n</skill>'

    def _is_heard(self, words: str) -> bool:
        """Whether the History has exactly these words, and the model was not told so since: then it does not see them
        any more.
        """
        heard = False
        for message in self.reading.history():
            for result in message.results if isinstance(message, ToolMessage) else ():
                text = text_of(result.for_model)
                if text.startswith(f'[the skill "{self.found.key}" is above'):
                    heard = False
                elif text.startswith(words):
                    heard = True
        return heard


def _fresh(found: Found) -> Skill:
    """The skill as its file is now. Of one that was trusted as it was, exactly these bytes."""
    folder = found.skill.folder
    if found.where is Where.BUILT_IN or found.sort.value != "skill":
        return found.skill
    if found.where in (Where.OWN, Where.USER):
        return read_skill(folder)
    data = contents(folder, FILE, MAX_BYTES)
    _must_be_trusted(found, {FILE: data})
    return skill_of(data.decode("utf-8", errors="replace"), folder)


def _must_be_trusted(found: Found, known: Mapping[str, bytes]) -> None:
    if found.where is not Where.FOLDER:
        return
    folder = found.skill.folder
    if digest_of(folder, pieces(folder), known) != found.approved:
        raise ToolError(_CHANGED.of(name=found.key), "skill_changed")


def _result(text: str, for_user: str, found: Sequence[Found]) -> Result:
    seen, hidden = visible(text)
    given = dict.fromkeys(one.source for one in found if one.source is not None)
    sources = tuple(replace(source, hidden=hidden) for source in given)
    return Result((Text(seen if sources else text),), for_user, sources=sources)
