"""How a connector of our own stands: found out by one try, said in words that tell what to do."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from agent.core.documents import Documents
from agent.core.errors import AgentError
from agent.core.ports import Files, Tool
from agent.core.words import NO_WORDS, Words
from agent.packages.package import Need, Setting
from connectors.connector import Config, Means, Standing, State
from connectors.own.calling import OwnTool, Stop, account_of, whole_name

_OFF = Words("Switched off.", "オフになっています。")
INCOMPLETE = Words("{title} is not filled in.", "「{title}」が入力されていません。")
_SECRET = Words(
    "{title} is not in the keyring. Enter it again.", "「{title}」が保存されていません。もう一度入力してください。"
)
_WRONG = Words("It cannot be used: {error}", "使用できません: {error}")
_TRY_SECONDS = 45.0
_SLOW = Words("No answer for {seconds} {seconds:second|seconds}.", "{seconds} 秒間、応答がありません。")


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a form of ours, in every language; what its parts mean: see `agent.packages.package.Setting`.

    `choices` are values, each with what it is called.
    """

    key: str
    need: Need
    title: Words
    description: Words = NO_WORDS
    required: bool = False
    default: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    multiple: bool = False

    def setting(self, language: str) -> Setting:
        """The line in one language."""
        title, description = self.title.text(language), self.description.text(language)
        return Setting(
            self.key, self.need, title, description, self.required, self.default, self.multiple,
            choices=tuple(value for value, _ in self.choices),
            titles=tuple(words.text(language) for _, words in self.choices),
        )  # fmt: skip


class OwnConnector(ABC):
    """The part of `connectors.connector.Connector` that all of ours share. `form` is what the person fills in."""

    form: ClassVar[tuple[Field, ...]] = ()

    def __init__(self, config: Config, means: Means) -> None:
        self._config, self._means = config, means
        self._state = State(Standing.OFF, _OFF)

    @property
    def config(self) -> Config:
        """As it was set up."""
        return self._config

    @property
    def state(self) -> State:
        """How it stands now."""
        return self._state

    @property
    def account(self) -> str:
        """What its Actions and Sources call it; the Grant of a connector that is on is (CONNECT, this)."""
        return account_of(self._config)

    async def open(self) -> None:
        """Try it. Never raises for what the other side does."""
        if not self._config.enabled:
            self._state = State(Standing.OFF, _OFF)
            return
        if (lacking := self.lacking()) != NO_WORDS:
            self._state = State(Standing.ASKS, lacking, reaches=self.reaches())
            return
        if self._state.standing is not Standing.READY:  # its tools can be used while it is tried again
            self._state = State(Standing.CONNECTING, reaches=self.reaches())
        self._state = await self._tried()

    async def close(self) -> None:
        """Nothing stays open between two calls."""
        self._state = State(Standing.OFF, _OFF)

    def tools(self, language: str) -> tuple[Tool, ...]:
        """None without files: see `tools_over`."""
        return ()

    def tools_over(self, files: Files, documents: Documents, language: str) -> tuple[Tool, ...]:
        """See `connectors.connector.OverFiles`."""
        return self.made(files, documents, language) if self._state.standing is Standing.READY else ()

    @abstractmethod
    def made(self, files: Files, documents: Documents, language: str) -> tuple[OwnTool, ...]:
        """The Tools."""

    def names(self) -> tuple[str, ...]:
        """Names of the Tools."""
        return tuple(whole_name(self._config, name) for name in self.offered())

    @abstractmethod
    def offered(self) -> tuple[str, ...]:
        """What the Tools are called beside each other."""

    @abstractmethod
    def reaches(self) -> tuple[str, ...]:
        """The hosts or folders that it may reach."""

    @abstractmethod
    def attempt(self, stop: Stop) -> Words:
        """Reach the other side once; says what was found. Blocks. Raises AgentError."""

    def setting(self, key: str) -> str:
        """A value of the form, its default when it is not filled in."""
        default = next((one.default for one in self.form if one.key == key), "")
        return self._config.settings.get(key, "").strip() or default

    def number(self, key: str) -> int:
        """The same as an integer, 0 for none."""
        text = self.setting(key)
        return int(text) if text.isdecimal() else 0

    def flag(self, key: str) -> bool:
        """The same as a flag."""
        return self.setting(key) == "true"

    def secret(self, key: str) -> str:
        """A value of the keyring, "" without one."""
        return self._means.secret(key) or ""

    def words(self, words: Words, language: str, **values: object) -> str:
        """Words in a language, with the connector's title as {title} where they want it."""
        return words.of(**({"title": self._config.title or self._config.id} | values)).text(language)

    def lacking(self) -> Words:
        """What the person must still enter, NO_WORDS when nothing."""
        for one in self.form:
            hidden = one.need is Need.HIDDEN
            if one.required and not (self.secret(one.key) if hidden else self.setting(one.key)):
                return (_SECRET if hidden else INCOMPLETE).of(title=one.title)
        return NO_WORDS

    async def _tried(self) -> State:
        stop = Stop()
        try:
            async with asyncio.timeout(_TRY_SECONDS):
                said = await asyncio.to_thread(self.attempt, stop)
        except TimeoutError:
            return State(Standing.FAILED, _SLOW.of(seconds=round(_TRY_SECONDS)), reaches=self.reaches())
        except AgentError as error:
            asks = error.code in {"refused_key", "unknown_host"}
            return State(Standing.ASKS if asks else Standing.FAILED, error.words, reaches=self.reaches())
        except (OSError, ValueError) as error:
            words = _WRONG.of(error=str(error)[:200])
            return State(Standing.FAILED, words, reaches=self.reaches())
        finally:
            stop.now()
        return State(Standing.READY, said, self.names(), self.reaches())


Maker = Callable[[Config, Means], OwnConnector]
