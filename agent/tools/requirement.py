"""An item of the checklist as a model writes it."""

from collections.abc import Mapping

from agent.core.errors import InvalidArgumentsError
from agent.core.plans import Requirement, StepState

_TEXTS = ("need", "state", "file", "at", "value")
_FIELDS = (*_TEXTS, "gone", "rows_from", "dropped")
_FORM = '{"need":"...","state":"open","file":"a.xlsx","at":"Sheet1!B4","value":"12"}'


def requirement(item: object) -> Requirement:
    """The item; a plain text is one that is still open.

    Raises:
        InvalidArgumentsError: it has no need, an unknown field, or a value of another type.
    """
    if isinstance(item, str) and item.strip():
        return Requirement(item.strip())
    if not isinstance(item, dict) or set(item) - set(_FIELDS):
        raise InvalidArgumentsError(f"An item of the checklist is {_FORM}; it may have {', '.join(_FIELDS)}.")
    texts = {name: _text(item, name) for name in _TEXTS}
    sources, dropped, gone = item.get("rows_from") or [], item.get("dropped") or 0, item.get("gone") or False
    sources = [sources] if isinstance(sources, str) else sources
    if not isinstance(sources, list) or not all(isinstance(one, str) for one in sources):
        raise InvalidArgumentsError("`rows_from` is a list of files.")
    if not isinstance(dropped, int) or isinstance(dropped, bool) or not isinstance(gone, bool):
        raise InvalidArgumentsError("`dropped` is a number of rows, `gone` is true or false.")
    if sources and not texts["file"]:
        raise InvalidArgumentsError("An item with `rows_from` needs `file`, which holds these rows.")
    need = texts["need"] or (f"Rows of {', '.join(sources)} in {texts['file']}" if sources else "")
    if not need:
        raise InvalidArgumentsError(f"An item of the checklist says what is needed: {_FORM}.")
    return Requirement(
        need, _state(texts["state"]), texts["file"], texts["at"], texts["value"], gone, tuple(sources), dropped
    )


def _text(item: Mapping[str, object], name: str) -> str:
    value = item.get(name)
    if value is None:
        return ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value).strip()
    raise InvalidArgumentsError(f"`{name}` of an item of the checklist is a text.")


def _state(told: str) -> StepState:
    met = {"": StepState.OPEN, "met": StepState.DONE}
    try:
        return met[told] if told in met else StepState(told)
    except ValueError as error:
        known = ", ".join(StepState)
        raise InvalidArgumentsError(f"{told!r} is no state of an item; there are {known}.") from error
