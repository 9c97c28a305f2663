"""What the window and the host say to each other about models. Sentences come in the language of the Hello."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FactView:
    """One line of a model's page. `state` is yes, no, unknown, or away for what leaves this computer."""

    key: str
    title: str
    sentence: str
    state: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """What can be chosen for a model: (value, label) and the value that counts. `outward`: "on" reaches the web."""

    name: str
    title: str
    values: tuple[str, ...]
    labels: tuple[str, ...]
    value: str
    outward: bool = False


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a self-test. `standing` is passed, failed or not_run; `remedy` says what to do, or ""."""

    check: str
    title: str
    standing: str
    sentence: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class TestView:
    """The last self-test of a model. `at` is ISO 8601 with zone, `cost` in US dollars or None when not known."""

    ready: bool
    sentence: str
    lines: tuple[LineView, ...]
    at: str
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class ModelView:
    """A configured model. `local` when its address is this machine; `key` is kept, memory, none or missing.

    `test` is its last self-test, None when it was never tested as it is now. `system` is what its preset is called.
    """

    name: str
    protocol: str
    base_url: str
    model: str
    key: str
    local: bool
    active: bool
    preset: str = ""
    system: str = ""
    facts: tuple[FactView, ...] = ()
    options: tuple[OptionView, ...] = ()
    test: TestView | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class PresetView:
    """A system that models can be had from. `key` says where a key comes from, "" when none is needed.

    `addresses` are the usual ones, the first one counts unless another is chosen; `models` those on offer now.
    """

    id: str
    title: str
    good_for: str
    local: bool
    key: str = ""
    notes: str = ""
    addresses: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundView:
    """A model of a server on this computer. `chips` are short facts; `added` is its name here, "" when it is new."""

    id: str
    chips: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    usable: bool = True
    added: str = ""


@dataclass(frozen=True, slots=True)
class ServerView:
    """A server on this computer; `preset` is the system that it is."""

    preset: str
    title: str
    base_url: str
    locked: bool = False
    advice: str = ""
    models: tuple[FoundView, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPresets:
    """The systems that models can be had from. Answer: Presets."""


@dataclass(frozen=True, slots=True)
class Presets:
    """In the order in which they are offered."""

    presets: tuple[PresetView, ...]


@dataclass(frozen=True, slots=True)
class DescribeModel:
    """What a model would be, before it is set up; `model` "" is any, `base_url` "" the usual one. Answer: Described."""

    preset: str
    model: str = ""
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """Its page."""

    facts: tuple[FactView, ...]
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class DiscoverModels:
    """Look for model servers on this computer, because the person asked. Answer: Discovered."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """What answers now."""

    servers: tuple[ServerView, ...]


@dataclass(frozen=True, slots=True)
class AddModel:
    """Add or replace a model. `key` goes to the system's keyring and nowhere else; "" leaves it as it is.

    What is "" is filled in from the preset.
    """

    name: str
    base_url: str = field(repr=False)
    model: str
    key: str = field(default="", repr=False)
    protocol: str = ""
    preset: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetModelOptions:
    """Choose other options for a model. Answer: Models."""

    name: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RemoveModel:
    """Forget a model and its key."""

    name: str


@dataclass(frozen=True, slots=True)
class UseModel:
    """Make a model the one that new Sessions use; "" is none."""

    name: str


@dataclass(frozen=True, slots=True)
class TestModel:
    """Run the self-test of a model; TestLines come while it runs. Answer: TestAnswer."""

    name: str


@dataclass(frozen=True, slots=True)
class TestLine:
    """Notification: one line of a self-test that runs."""

    name: str
    line: LineView


@dataclass(frozen=True, slots=True)
class TestAnswer:
    """The whole self-test, and all models as they stand now."""

    test: TestView
    models: tuple[ModelView, ...] = ()


@dataclass(frozen=True, slots=True)
class Models:
    """All configured models."""

    models: tuple[ModelView, ...]
