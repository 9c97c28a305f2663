"""Our dataclass does what the library's does, wherever ours uses it."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, replace
from math import nan

import pytest

from agent.core import values
from agent.core.codec import built, plain


@values.dataclass(frozen=True, slots=True)
class Leaf:
    """Some of each kind of field."""

    name: str
    size: float = 1.5
    marks: list[str] = field(default_factory=list)
    key: str = field(default="", repr=False)
    note: str = field(default="", compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """The same, by the library."""

    name: str
    size: float = 1.5
    marks: list[str] = field(default_factory=list)
    key: str = field(default="", repr=False)
    note: str = field(default="", compare=False)


@values.dataclass(frozen=True, slots=True)
class Twig(Leaf):
    """With all of a leaf."""

    at: int = 3


@values.dataclass(slots=True)
class Open:
    """Not frozen."""

    count: int
    seen: set[int] = field(default_factory=set)


@values.dataclass(frozen=True, slots=True)
class Empty:
    """Nothing."""


@values.dataclass(frozen=True, slots=True)
class Hidden:
    """Its author says how it looks and what makes it equal."""

    value: float

    def __repr__(self) -> str:
        return "Hidden"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hidden)


@values.dataclass(frozen=True, slots=True)
class One:
    """A single field."""

    value: float


@pytest.mark.parametrize(
    ("given", "named"),
    [(("a",), {}), (("a", 2.0, ["x"]), {"note": "n"}), ((), {"name": "b", "key": "k"}), (("a",), {"note": "other"})],
)
def test_a_value_looks_and_compares_as_the_librarys(given, named):
    ours, theirs = Leaf(*given, **named), Theirs(*given, **named)
    assert repr(ours) == repr(theirs).replace("Theirs", "Leaf")
    assert (ours == Leaf("a")) == (theirs == Theirs("a"))
    assert [getattr(ours, one.name) for one in dataclasses.fields(ours)] == list(dataclasses.asdict(theirs).values())
    assert ours.__eq__(theirs) is NotImplemented
    assert Leaf.__match_args__ == Theirs.__match_args__
    assert dataclasses.is_dataclass(Leaf)


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), (("a", 1, [], "", "", "more"), {}), (("a",), {"name": "b"}), (("a",), {"nme": "b"})]
)
def test_wrong_arguments_are_told_in_the_librarys_words_before_and_after_there_is_a_value(given, named):
    @values.dataclass(frozen=True, slots=True)
    class New(Leaf):
        """As a leaf, and no value of it was ever made."""

    with pytest.raises(TypeError) as theirs:
        Theirs(*given, **named)
    for _ in range(2):
        with pytest.raises(TypeError) as ours:
            New(*given, **named)
        assert str(ours.value).rpartition("__init__")[2] == str(theirs.value).rpartition("__init__")[2]
        assert "New.__init__" in str(ours.value)
        New("a")


def test_a_frozen_value_is_never_changed_and_has_no_room_for_more():
    leaf = Leaf("a")
    for name in ("name", "another"):
        with pytest.raises(FrozenInstanceError):
            setattr(leaf, name, "b")
        with pytest.raises(FrozenInstanceError):
            delattr(leaf, name)
    assert not hasattr(leaf, "__dict__")
    opened = Open(1)
    opened.count = 2
    assert opened == Open(2)
    with pytest.raises(AttributeError):
        opened.another = 3  # type: ignore[attr-defined]


def test_equal_values_have_one_hash_and_what_can_change_has_none():
    assert hash(One(2.5)) == hash(One(2.5))
    assert len({One(1.0), One(1.0), One(2.0), Empty(), Empty()}) == 3
    assert Leaf("a", note="x") == Leaf("a", note="y")
    assert One(nan) == One(nan)  # the same object: a tuple says so, and so does the library
    assert Leaf("a") != Twig("a")
    with pytest.raises(TypeError, match="unhashable"):
        hash(Open(1, frozenset()))  # type: ignore[arg-type]


def test_every_value_has_its_own_list_and_a_subclass_has_all_fields():
    assert Leaf("a").marks is not Leaf("a").marks
    assert Twig("a", at=4) == Twig("a", 1.5, [], "", "", 4)
    assert repr(Twig("a")) == "Twig(name='a', size=1.5, marks=[], note='', at=3)"
    assert replace(Twig("a"), name="b") == Twig("b")


def test_what_its_author_wrote_stays():
    assert repr(Hidden(1)) == "Hidden"
    assert Hidden(1) == Hidden(2)


@pytest.mark.parametrize("value", [Twig("a", marks=["b"]), Open(2, {3}), Empty(), One(2.0)])
def test_values_are_copied_pickled_and_written(value):
    assert copy.deepcopy(value) == value
    assert copy.copy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value
    assert type(value) is Open or built(type(value), plain(value)) == value


def test_what_it_does_not_do_is_an_error_where_the_class_is_written():
    with pytest.raises(TypeError, match="needs the dataclass of the library"):

        @values.dataclass(slots=True)
        class Late:
            first: int
            second: int = field(init=False)

    with pytest.raises(TypeError, match="needs the dataclass of the library"):

        @values.dataclass(slots=True)
        class After:
            first: int

            def __post_init__(self) -> None:
                self.first += 1

    with pytest.raises(TypeError, match="needs the dataclass of the library"):

        @values.dataclass(slots=True)
        class Named:
            first: int = field(kw_only=True)

    with pytest.raises(TypeError, match="without slots"):
        values.dataclass(slots=False)
