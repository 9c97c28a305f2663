"""`dataclass` for a program of many small classes: what the library's does with `slots=True`, for a tenth of the price.

The library writes six methods of a class as text and compiles them when the class is defined: 0.6 ms each, which was
half of the time in which a process of ours started, while somebody waited. Here the fields are the library's, all
methods are shared, and only `__init__` is compiled, when the first value is made: most classes never have one.

What is not here (an order, `__post_init__`, fields that are no parameters) is an error; take the library's for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from dataclasses import field as field
from dataclasses import fields as fields
from dataclasses import replace as replace
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    from dataclasses import dataclass as _library

    def dataclass(*, slots: bool, frozen: bool = False) -> Callable[[type], type]:
        """A class of values, with slots. For types it is the library's own: it does the same."""
        if not slots:
            raise TypeError("a dataclass without slots is the library's")
        return lambda kind: _defined(_library(init=False, repr=False, eq=False, slots=True)(kind), kind, frozen)


def _defined(made: Any, written: type, frozen: bool) -> Any:
    """`made` with the methods of a value, but for those that its author wrote."""
    told = fields(made)
    if hasattr(made, "__post_init__") or not all(one.init and not one.kw_only for one in told):
        raise TypeError(f"{written.__qualname__} needs the dataclass of the library")
    methods: dict[str, Any] = _comparison([one.name for one in told if one.compare])
    methods |= {"__init__": _first_init(made, told, frozen), "__repr__": _repr([one.name for one in told if one.repr])}
    if frozen:
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _put_back}
    else:
        methods["__hash__"] = None
    for name, method in methods.items():
        if written.__dict__.get(name) is None:  # who writes `__eq__` has a `__hash__` of None, which nobody wrote
            setattr(made, name, method)
    return made


def _first_init(kind: Any, told: Sequence[Field[Any]], frozen: bool) -> Callable[..., None]:
    """The `__init__` of a class that has no value yet: it makes the real one, which takes its place."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807
        kind.__init__ = _init(kind, told, frozen)
        kind.__init__(self, *given, **named)

    return __init__


def _init(kind: Any, told: Sequence[Field[Any]], frozen: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"_put": object.__setattr__, "_MISSING": MISSING}
    parameters, lines = ["self"], ["pass"]
    for one in told:
        name, value = one.name, one.name
        if one.default_factory is not MISSING:
            known[f"_make_{name}"] = one.default_factory
            parameters.append(f"{name}=_MISSING")
            value = f"_make_{name}() if {name} is _MISSING else {name}"
        elif one.default is not MISSING:
            known[f"_default_{name}"] = one.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(f"_put(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    # Only names of fields become code: they are written in our own source, and Python took them for names already.
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), known)  # noqa: S102
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"  # it stands in the message when an argument is missing
    return made


def _repr(names: Sequence[str]) -> Callable[[Any], str]:
    @recursive_repr("...")
    def __repr__(self: Any) -> str:  # noqa: N807
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({shown})"

    return __repr__


def _comparison(names: Sequence[str]) -> dict[str, Any]:
    """`__eq__` and `__hash__` over these fields."""
    content = _content(names)

    def __eq__(self: Any, other: Any) -> Any:  # noqa: N807
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(content(self))

    return {"__eq__": __eq__, "__hash__": __hash__}


def _content(names: Sequence[str]) -> Callable[[Any], Any]:
    """What makes a tuple of these fields. One of them too: a tuple is equal to itself, and what it holds may not be."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _refuse(_self: Any, name: str, *_value: Any) -> NoReturn:
    raise FrozenInstanceError(f"{name!r} of a frozen value is never changed")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _put_back(self: Any, state: Sequence[Any]) -> None:
    """What a copy or `pickle` calls."""
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
