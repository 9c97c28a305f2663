"""The models that the person has set up: addresses and names, never a key."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.models.address import checked_address
from agent.models.dialect import Protocol
from agent.packages.written import BrokenFileError, JsonFile

PROTOCOLS = tuple(protocol.value for protocol in Protocol)
_FILE = "models.json"
_NAME = re.compile(r"\S(?:.{0,78}\S)?")


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """A model that can be asked. `name` is the person's word for it, `model` the provider's.

    `key_from_env` names an environment variable that holds the key; "" when the key is in the KeyBox or not needed.
    `preset` is the id of the system whose rules it follows, "" for what its address says, and `options` are what the
    person chose of what that system lets choose ({"effort": "high"}). `context` is the window in tokens that the person
    gave it, 0 for what the system says. `fallback` is the name of the model that goes on when this one gives up, or "".
    """

    name: str
    protocol: str
    base_url: str
    model: str
    key_from_env: str = ""
    preset: str = ""
    context: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the file says. `broken`: there is a file, but nobody can read it."""

    models: tuple[ModelConfig, ...] = ()
    active: str = ""
    broken: bool = False


class Catalog:
    """The list of models in `models.json` in the folder. Every change is written at once and in one piece.

    A file that cannot be understood counts as empty; the first change sets it aside as `models.broken.json`.
    """

    def __init__(self, folder: Path) -> None:
        self._file = JsonFile(folder / _FILE)

    def list(self) -> tuple[ModelConfig, ...]:
        """All models, in the order in which they were added."""
        return self._read().models

    def find(self, name: str) -> ModelConfig | None:
        """The model of that name."""
        return _named(self._read(), name)

    def active(self) -> ModelConfig | None:
        """The model that new Sessions use; None when there is none."""
        kept = self._read()
        return _named(kept, kept.active)

    def add(self, config: ModelConfig) -> None:
        """Add a model, or replace the one of that name. The first one becomes the active one.

        Raises:
            NeedsUserError: "bad_name", "bad_address" or "unknown_protocol".
        """
        config, kept = _checked(config), self._read()
        if _named(kept, config.name):
            models = tuple(config if one.name == config.name else one for one in kept.models)
            return self._write(replace(kept, models=models))
        return self._write(
            replace(kept, models=(*kept.models, config), active=kept.active if kept.models else config.name)
        )

    def remove(self, name: str) -> None:
        """Forget a model. After the active one there is none: words must not go to another place unasked."""
        kept = self._read()
        models = tuple(one for one in kept.models if one.name != name)
        self._write(replace(kept, models=models, active="" if kept.active == name else kept.active))

    def use(self, name: str) -> None:
        """Make a model the active one; "" is none. Raises NeedsUserError ("no_model")."""
        kept = self._read()
        if name and _named(kept, name) is None:
            words = Words(
                f"There is no model called {shown(name)!r}.", f"「{shown(name)}」というモデルは登録されていません。"
            )
            remedy = Words("Choose one of the list, or add it.", "一覧から選ぶか、新しく追加してください。")
            raise NeedsUserError(words, remedy, "no_model")
        self._write(replace(kept, active=name))

    def _read(self) -> _Kept:
        try:
            kept = self._file.read()
        except BrokenFileError:
            return _Kept(broken=True)
        return _Kept() if kept is None else _kept(kept)

    def _write(self, kept: _Kept) -> None:
        if kept.broken:
            self._file.set_aside()
        self._file.write({"version": 1, "active": kept.active, "models": [asdict(one) for one in kept.models]})


def _kept(said: Any) -> _Kept:
    try:
        return _Kept(tuple(_config(one) for one in said["models"]), str(said.get("active", "")))
    except (ValueError, TypeError, LookupError, AttributeError):
        return _Kept(broken=True)


def _named(kept: _Kept, name: str) -> ModelConfig | None:
    return next((config for config in kept.models if config.name == name), None)


def _config(kept: Mapping[str, object]) -> ModelConfig:
    """Fields of a later version are ignored, those of an earlier one have their defaults."""
    known = {one.name: kept[one.name] for one in fields(ModelConfig) if one.name in kept}
    context, options = known.pop("context", 0), known.pop("options", None)
    chosen = {str(name): str(value) for name, value in options.items()} if isinstance(options, dict) else {}
    words = {name: str(value) for name, value in known.items()}
    return ModelConfig(**words, context=context if isinstance(context, int) else 0, options=chosen)


def _checked(config: ModelConfig) -> ModelConfig:
    if not _NAME.fullmatch(config.name) or not _NAME.fullmatch(config.model):
        words = Words(
            "A model needs a name of at most 80 characters, and the name that its provider gives it.",
            "モデルには、80 文字以内の名前と、提供元でのモデル名が必要です。",
        )
        raise NeedsUserError(words, Words("Fill in both names.", "両方の名前を入力してください。"), "bad_name")
    if config.protocol not in PROTOCOLS:
        words = Words(
            f"Deskhand does not speak {shown(config.protocol)!r}.",
            f"Deskhand は通信方式「{shown(config.protocol)}」に対応していません。",
        )
        known = " or ".join(PROTOCOLS)
        raise NeedsUserError(words, Words(f"Choose {known}.", f"{known} を選んでください。"), "unknown_protocol")
    return replace(config, base_url=checked_address(config.base_url))
