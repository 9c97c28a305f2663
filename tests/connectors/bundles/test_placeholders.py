"""Values in the place of placeholders: the reference's own cases (test/config.test.ts), and where we differ."""

import pytest

from agent.packages.package import Need, Setting
from connectors.bundles.placeholders import (
    Places,
    filled,
    filled_all,
    form_variables,
    named_in,
    not_filled,
    place_variables,
)

HERE = Places("/pack", "/kept", "/home/me", "/home/me/Desktop", "/home/me/Documents", "/home/me/Downloads", "/")


def setting(key, need=Need.TEXT, **more):
    return Setting(key, need, key, **more)


@pytest.mark.parametrize(
    ("text", "variables", "made"),
    [
        ("Hello ${name}!", {"name": "World"}, "Hello World!"),
        ("${greeting} ${name}!", {"greeting": "Hello", "name": "World"}, "Hello World!"),
        ("Hello ${names}!", {"names": ("Alice", "Bob")}, "Hello ${names}!"),
        ("Hello ${unknown}!", {}, "Hello ${unknown}!"),
        ("a${/}b", {"/": "\\"}, "a\\b"),
        ("${A:-b}${C:-}${D:-e}", {"A": "x", "D": ""}, "x"),
        ("$name ${} ${", {"name": "x", "": "y"}, "$name ${} ${"),
        ("--x=${user_config.e}", {"user_config.e": ""}, "--x="),
    ],
)
def test_texts(text, variables, made):
    assert filled(text, variables) == made


@pytest.mark.parametrize(
    ("texts", "variables", "made"),
    [
        (["${user_config.path}"], {"user_config.path": "/some/path"}, ("/some/path",)),
        (["${user_config.paths}"], {"user_config.paths": ("/1", "/2")}, ("/1", "/2")),
        (["Hello ${name}!", "Goodbye ${name}!"], {"name": "World"}, ("Hello World!", "Goodbye World!")),
        (["start", "${user_config.i}", "end"], {"user_config.i": ("1", "2")}, ("start", "1", "2", "end")),
        (["start", "${user_config.i}"], {"user_config.i": ()}, ("start",)),
        (["-p", "--p=${user_config.i}"], {"user_config.i": ("1", "2")}, ("-p", "--p=${user_config.i}")),
        (["${user_config.unknown}"], {}, ("${user_config.unknown}",)),
        (["${user_config.empty}"], {"user_config.empty": ""}, ("${user_config.empty}",)),
    ],
)
def test_arguments(texts, variables, made):
    assert filled_all(texts, variables) == made


def test_values_that_were_given_go_before_those_that_the_package_proposes():
    settings = [setting("port", Need.NUMBER, default="8080"), setting("verbose", Need.FLAG, default="false")]
    made = form_variables(settings, {"verbose": "true"}, HERE)
    assert made == {"user_config.port": "8080", "user_config.verbose": "true"}


def test_several_values_are_lines_and_those_of_an_unknown_line_count_too():
    settings = [setting("paths", Need.FOLDER, default="/default", multiple=True), setting("none", multiple=True)]
    made = form_variables(settings, {"paths": "/a b\n/c\n\n", "TOKEN": "t"}, HERE)
    assert made == {"user_config.paths": ("/a b", "/c"), "user_config.none": (), "user_config.TOKEN": "t"}


def test_a_proposal_may_name_folders_and_a_value_becomes_no_placeholder():
    settings = [
        setting("folder", Need.FOLDER, default="${HOME}/Documents"),
        setting("note", default="${user_config.key}"),
        setting("key", Need.HIDDEN),
    ]
    made = form_variables(settings, {"key": "SECRET"}, HERE)
    assert made["user_config.folder"] == "/home/me/Documents"
    assert filled_all(["--note=${user_config.note}", "${user_config.note}"], made) == (
        "--note=${user_config.key}",
        "${user_config.key}",
    )
    typed = form_variables(settings, {"folder": "${HOME}/x", "key": "SECRET"}, HERE)
    assert filled("${user_config.folder}", {**place_variables(HERE), **typed}) == "${HOME}/x"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ["key", "paths"]),
        ({"key": "", "paths": "\n "}, ["key", "paths"]),
        ({"key": "k", "paths": "/a"}, []),
    ],
)
def test_required_lines_without_a_value_are_known(given, missing):
    settings = [setting("key", required=True), setting("paths", required=True, multiple=True), setting("port")]
    settings.append(setting("with", required=True, default="proposed"))
    assert [one.key for one in not_filled(settings, form_variables(settings, given, HERE))] == missing


def test_folders_of_a_package_are_named_in_three_dialects():
    names = ("__dirname", "CLAUDE_PLUGIN_ROOT", "PLUGIN_ROOT")
    assert [filled("${" + name + "}", place_variables(HERE)) for name in names] == ["/pack"] * 3
    assert filled("${PLUGIN_DATA}", place_variables(HERE)) == "/kept"
    outside = place_variables(Places("", "", "/home/me"))
    assert filled("${__dirname} ${PLUGIN_DATA} ${HOME}", outside) == "${__dirname} ${PLUGIN_DATA} /home/me"


def test_what_a_text_names_is_known():
    assert named_in("a ${user_config.x}${HOME}${V:-w}") == ("user_config.x", "HOME", "V")
