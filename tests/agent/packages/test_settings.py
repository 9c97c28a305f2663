"""The form that a bundle or a plugin wants filled in."""

import pytest

from agent.packages.package import Need, Setting
from agent.packages.settings import MOST, settings_of


def test_every_kind_of_line_is_read():
    said = {
        "key": {"type": "string", "title": "API Key", "description": "Yours", "sensitive": True, "required": True},
        "verbose": {"type": "boolean", "title": "Verbose", "default": False},
        "most": {"type": "number", "title": "Most", "default": 10, "min": 1, "max": 100},
        "folders": {"type": "directory", "title": "Folders", "multiple": True, "default": ["${HOME}/a", "/b"]},
        "file": {"type": "file", "title": "File"},
    }
    assert settings_of(said) == (
        (
            Setting("key", Need.HIDDEN, "API Key", "Yours", required=True),
            Setting("verbose", Need.FLAG, "Verbose", default="false"),
            Setting("most", Need.NUMBER, "Most", default="10", least=1, most=100),
            Setting("folders", Need.FOLDER, "Folders", default="${HOME}/a\n/b", multiple=True),
            Setting("file", Need.FILE, "File"),
        ),
        (),
    )


def test_a_secret_is_never_proposed():
    (setting,), _ = settings_of({"key": {"type": "string", "sensitive": True, "default": "theirs"}})
    assert (setting.need, setting.default) == (Need.HIDDEN, "")


def test_what_cannot_be_read_is_told_and_costs_no_other_line():
    settings, problems = settings_of(
        {
            "a": {"type": "colour"},
            "b}": {},
            "deskhand:network": {"type": "boolean"},
            "c": None,
            "d": {"min": True, "strange": 1},
        }
    )
    assert [(one.key, one.need, one.least) for one in settings] == [("d", Need.TEXT, None)]
    assert len(problems) == 5


@pytest.mark.parametrize(("said", "settings"), [(None, 0), ([], 0), ("x", 0), ({str(n): {} for n in range(999)}, MOST)])
def test_other_shapes_are_bounded(said, settings):
    found, problems = settings_of(said)
    assert len(found) == settings
    assert bool(problems) == (said is not None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (10, "10"),
        (10.0, "10"),
        (1.5, "1.5"),
        (["a", 1, ["b"]], "a\n1"),
        ({}, ""),
        (None, ""),
        ("x", "x"),
    ],
)
def test_what_is_proposed_becomes_text(value, text):
    (setting,), _ = settings_of({"a": {"default": value}})
    assert setting.default == text
