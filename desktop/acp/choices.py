"""What can be chosen for a session: the Mode, the model, and how hard it thinks."""

from typing import Literal

from acp.schema import (
    SessionConfigOptionBoolean,
    SessionConfigOptionSelect,
    SessionConfigSelectOption,
    SessionMode,
    SessionModeState,
)

from agent.core.actions import Mode
from agent.core.errors import InvalidArgumentsError
from agent.models.catalog import ModelConfig
from agent.session.terms import MODES
from desktop.acp import words
from desktop.compose.facts import Setting, settings
from desktop.compose.house import House
from desktop.compose.modelling import chosen, system_of
from desktop.compose.opened import OpenedSession

_EFFORT = "effort"
Option = SessionConfigOptionSelect | SessionConfigOptionBoolean
Category = Literal["mode", "model", "thought_level"]


def mode_state(opened: OpenedSession, language: str) -> SessionModeState:
    """The Modes, and which one counts."""
    modes = [
        SessionMode(id=mode.value, name=name.text(language), description=words.MODES[mode.value].text(language))
        for mode, name in MODES.items()
    ]
    return SessionModeState(current_mode_id=opened.session.state.mode.value, available_modes=modes)


def config_options(house: House, opened: OpenedSession, language: str) -> list[Option]:
    """The same as options, with the models and the effort of the one that is chosen."""
    return list(_selects(house, opened, language))


def _selects(house: House, opened: OpenedSession, language: str) -> list[SessionConfigOptionSelect]:
    modes = mode_state(opened, language)
    listed = [
        SessionConfigSelectOption(value=mode.id, name=mode.name, description=mode.description)
        for mode in modes.available_modes
    ]
    found = [_select("mode", words.MODE.text(language), "mode", modes.current_mode_id, listed)]
    config = house.models.find(opened.session.state.model) or house.models.active()
    if config is None:
        return found
    models = [SessionConfigSelectOption(value=one.name, name=one.name) for one in house.models.list()]
    found.append(_select("model", words.MODEL.text(language), "model", config.name, models))
    effort = _effort(config)
    if effort is not None:
        values = [
            SessionConfigSelectOption(value=value or "default", name=label.text(language))
            for value, label in effort.choices
        ]
        found.append(_select(_EFFORT, words.EFFORT.text(language), "thought_level", effort.value or "default", values))
    return found


def choose(house: House, opened: OpenedSession, option: str, value: object) -> None:
    """Set one.

    Raises:
        InvalidArgumentsError: there is no such option or value.
        NeedsUserError: there is no such model.
    """
    known = {one.id: one for one in _selects(house, opened, "en")}
    if option not in known or value not in {one.value for one in known[option].options}:
        raise InvalidArgumentsError(f"There is no option {option!r} with the value {value!r}.")
    text = str(value)
    match option:
        case "mode":
            opened.set(mode=Mode(text))
        case "model":
            opened.set(model=text)
        case _:
            config = house.models.find(str(known["model"].current_value))
            if config is not None:
                effort = {_EFFORT: "" if text == "default" else text}
                chosen(house, config.name, {**config.options, **effort})


def set_mode(opened: OpenedSession, mode: str) -> None:
    """Another Mode; a running Turn follows at its next call.

    Raises:
        InvalidArgumentsError: there is no such Mode.
    """
    if mode not in set(Mode):
        raise InvalidArgumentsError(f"There is no mode {mode!r}.")
    opened.set(mode=Mode(mode))


def _effort(config: ModelConfig) -> Setting | None:
    return next((one for one in settings(system_of(config), config.model, config.options) if one.name == _EFFORT), None)


def _select(
    identity: str, name: str, category: Category, value: str, listed: list[SessionConfigSelectOption]
) -> SessionConfigOptionSelect:
    return SessionConfigOptionSelect(
        type="select",
        id=identity,
        name=name,
        category=category,
        current_value=value,
        options=listed,
    )
