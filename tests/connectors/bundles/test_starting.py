"""How a server is started at this moment, and what the person sees of it."""

from pathlib import Path

import pytest

from agent.core.codec import plain
from agent.core.errors import NeedsUserError
from agent.core.words import Words
from agent.packages.package import Declared, Need, Setting, Transport
from connectors.bundles.placeholders import Places, places
from connectors.bundles.starting import MASK, declared_of, form_of, given_of, line_of, started
from connectors.connector import Config, Kind

HERE = Places("/pack", "/kept", "/home/me", "/home/me/Desktop", "/home/me/Documents", "/home/me/Downloads", "/")
NOWHERE = Places("", "", "/home/me")
KEY = Setting("key", Need.HIDDEN, "API Key", required=True)
FOLDERS = Setting("folders", Need.FOLDER, "Folders", multiple=True)


def there(program):
    return f"/bin/{program}"


def stdio(command="node", *arguments, env=None, **more):
    return Declared("hello", Transport.STDIO, command, arguments, env or {}, **more)


def test_the_command_is_made_of_what_was_declared_and_what_the_person_gave():
    declared = stdio(
        "node", "${__dirname}/a.js", "${user_config.folders}", "--in=${HOME}", env={"K": "${user_config.key}"}
    )
    start = started(declared, (KEY, FOLDERS), {"key": "SECRET", "folders": "/a b\n/c"}, HERE, which=there)
    assert start.command == ("node", "/pack/a.js", "/a b", "/c", "--in=/home/me")
    assert start.env["K"] == "SECRET"
    assert start.line == "node /pack/a.js '/a b' /c --in=/home/me"
    assert start.reads == (Path("/pack"), Path("/a b"), Path("/c"))
    assert start.cwd == "/pack"


def test_a_secret_is_masked_where_the_person_sees_it():
    declared = stdio("node", "--key=${user_config.key}", "${user_config.token}")
    start = started(declared, (KEY,), {"key": "SECRET", "token": "T"}, HERE, secrets=("token",), which=there)
    assert start.command == ("node", "--key=SECRET", "T")
    assert "SECRET" not in start.line
    assert start.line.count(MASK) == 2


@pytest.mark.parametrize("given", [{}, {"key": ""}])
def test_without_what_is_required_nothing_is_started(given):
    with pytest.raises(NeedsUserError) as caught:
        started(stdio(), (KEY,), given, HERE, which=there)
    assert caught.value.code == "not_filled"
    assert "API Key" in str(caught.value)


def test_what_has_a_problem_is_not_started():
    with pytest.raises(NeedsUserError) as caught:
        started(stdio(problem=Words("No address.", "アドレスなし")), (), {}, HERE, which=there)
    assert caught.value.code == "bad_connector"


def test_a_program_of_the_package_lies_in_it():
    assert started(stdio("./bin/run"), (), {}, HERE, which=there).command == ("/pack/bin/run",)
    assert started(stdio("${__dirname}/run"), (), {}, HERE, which=there).command == ("/pack/run",)
    for command in ("./../run", "${__dirname}/../../bin/sh", "/pack/../x", "/packs/evil/${/}../x"):
        with pytest.raises(NeedsUserError) as caught:
            started(stdio(command), (), {}, HERE, which=there)
        assert caught.value.code == "bad_connector"


def test_python_is_found_by_the_name_that_it_has_here():
    only_three = lambda name: "/bin/python3" if name == "python3" else None  # noqa: E731
    assert started(stdio("python", "a.py"), (), {}, HERE, which=only_three).command == ("python3", "a.py")
    assert started(stdio("python", "a.py"), (), {}, HERE, which=there).command == ("python", "a.py")


def test_the_environment_of_deskhand_is_never_handed_on(monkeypatch):
    monkeypatch.setenv("HOST_KEY", "theirs")
    declared = stdio("node", "${HOST_KEY}", "${HOST_KEY:-none}", env={"A": "${HOST_KEY}"})
    start = started(declared, (), {}, NOWHERE, which=there)
    assert start.command == ("node", "${HOST_KEY}", "none")
    assert start.env == {"A": "${HOST_KEY}"}
    assert started(declared, (), {"HOST_KEY": "mine"}, NOWHERE, which=there).command == ("node", "mine", "mine")


def test_a_package_is_told_where_it_lies_and_writes_nothing_beside_itself():
    env = started(stdio(env={"PLUGIN_ROOT": "elsewhere"}), (), {}, HERE, which=there).env
    assert (env["PLUGIN_ROOT"], env["PLUGIN_DATA"], env["PYTHONDONTWRITEBYTECODE"]) == ("/pack", "/kept", "1")
    assert env["UV_ISOLATED"] == "1"


def test_an_address_gets_its_values_and_its_headers_stay_unseen():
    declared = Declared("x", Transport.HTTP, url="https://${user_config.team}.example/mcp?k=${user_config.key}",
                        headers={"Authorization": "Bearer ${user_config.key}"})  # fmt: skip
    start = started(declared, (KEY,), {"team": "a", "key": "SECRET"}, NOWHERE)
    assert start.url == "https://a.example/mcp?k=SECRET"
    assert start.headers == {"Authorization": "Bearer SECRET"}
    assert start.line == f"https://a.example/mcp?k={MASK}"
    assert start.command == ()


def test_what_the_keyring_holds_joins_what_was_filled_in():
    config = Config("a", Kind.MCP, "A", settings={"port": "1"}, secrets=("key", "gone"))
    assert given_of(config, {"key": "SECRET"}.get) == {"port": "1", "key": "SECRET"}


def test_the_folders_of_this_person_are_known():
    assert places("", "", Path("/home/me")).downloads == str(Path("/home/me/Downloads"))


def kept(declared, *form, **more):
    return Config("a", Kind.MCP, "A", declared={**plain(declared), "form": [plain(one) for one in form]}, **more)


def test_a_connector_is_kept_with_its_form():
    config = kept(stdio("node", "a.js", env={"A": "1"}), KEY, FOLDERS)
    assert form_of(config) == (KEY, FOLDERS)
    assert declared_of(config) == stdio("node", "a.js", env={"A": "1"})


@pytest.mark.parametrize("declared", [{}, {"transport": "telepathy"}, {"name": "x", "transport": "stdio", "env": 1}])
def test_what_was_kept_and_cannot_be_read_is_told(declared):
    config = Config("a", Kind.MCP, "A", declared={**declared, "form": [1]})
    assert form_of(config) == ()
    assert "A" in line_of(config, HERE)
    with pytest.raises(NeedsUserError) as caught:
        declared_of(config)
    assert caught.value.code == "bad_connector"


def test_the_line_that_a_person_agrees_to_is_whole_and_shows_what_is_not_filled_in():
    declared = stdio("node", "${__dirname}/a b.js", "--key=${user_config.key}", "${user_config.x}", "x" * 500)
    config = kept(declared, KEY, settings={}, secrets=("key",))
    assert line_of(config, HERE) == f"node '/pack/a b.js' '--key={MASK}' '${{user_config.x}}' {'x' * 500}"
    there = Declared("x", Transport.HTTP, url="https://a.example/${user_config.key}")
    assert line_of(kept(there, KEY, secrets=("key",)), NOWHERE) == f"https://a.example/{MASK}"
