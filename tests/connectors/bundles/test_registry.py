"""The MCP Registry: asked when the person asks, kept, and never believed about safety."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

from agent.core.errors import NeedsUserError, ToolError
from agent.core.words import Words
from agent.packages.package import Need, Setting, Transport
from connectors.bundles.registry import FRESH_SECONDS, Registry
from connectors.bundles.registry_entries import OFFICIAL, entries_of


def server(name="io.github.acme/weather", status="active", latest=True, **more):
    said = {"name": name, "description": "Tells the weather", "version": "1.2.3", **more}
    return {"server": said, "_meta": {OFFICIAL: {"status": status, "isLatest": latest}}}


def npm(**more):
    return {
        "registryType": "npm",
        "identifier": "@acme/weather",
        "version": "1.2.3",
        "transport": {"type": "stdio"},
        **more,
    }


def only(*servers):
    (entry,) = entries_of({"servers": list(servers)})
    return entry


def offer(**more):
    return only(server(packages=[npm(**more)])).offers[0]


@contextmanager
def registry(answers):
    """A registry on loopback that gives one answer after the other, and notes what it was asked."""
    asked = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = answers.pop(0) if answers else b"{}"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}", asked
    finally:
        serving.shutdown()
        serving.server_close()


def get(address):
    with urlopen(address, timeout=10) as answer:
        return answer.read()


def answer(*servers, cursor=""):
    return json.dumps({"servers": list(servers), "metadata": {"nextCursor": cursor}}).encode()


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


def test_the_words_go_to_the_registry_page_by_page_and_only_once_an_hour(tmp_path):
    clock = Clock()
    with registry([answer(server("a/one"), cursor="next"), answer(server("a/two")), answer(server("a/three"))]) as (
        at,
        asked,
    ):
        found = Registry(tmp_path, get, at, clock).search("  the   weather ")
        assert [one.name for one in found.entries] == ["a/one", "a/two"]
        assert (found.at, found.old) == (clock.now, False)
        first, second = (urlsplit(path) for path in asked)
        assert first.path == second.path == "/v0.1/servers"
        assert parse_qs(first.query) == {"search": ["the weather"], "version": ["latest"], "limit": ["50"]}
        assert parse_qs(second.query)["cursor"] == ["next"]
        clock.now += FRESH_SECONDS - 1
        assert Registry(tmp_path, get, at, clock).search("The Weather").entries == found.entries
        assert len(asked) == 2
        clock.now += 2
        assert [one.name for one in Registry(tmp_path, get, at, clock).search("the weather").entries] == ["a/three"]


def test_when_nobody_answers_what_was_heard_before_is_told_with_its_age(tmp_path):
    clock = Clock()
    with registry([answer(server())]) as (at, _):
        before = Registry(tmp_path, get, at, clock).search("weather")

    def away(_):
        raise ToolError(Words("Nobody is there.", "応答なし"), "away")

    clock.now += FRESH_SECONDS + 1
    found = Registry(tmp_path, away, now=clock).search("weather")
    assert (found.entries, found.at, found.old) == (before.entries, before.at, True)
    with pytest.raises(NeedsUserError) as caught:
        Registry(tmp_path, away, now=clock).search("other")
    assert caught.value.code == "registry"
    assert "Nobody is there." in str(caught.value)


@pytest.mark.parametrize("said", [b"", b"[]", b"<html>", b'{"servers": 1}', b"{}"])
def test_an_answer_that_is_no_list_is_told(tmp_path, said):
    with registry([said]) as (at, _), pytest.raises(NeedsUserError) as caught:
        Registry(tmp_path, get, at).search("weather")
    assert caught.value.code == "registry"
    assert list(tmp_path.glob("*.json")) == []


def test_without_words_nothing_leaves(tmp_path):
    with pytest.raises(NeedsUserError) as caught:
        Registry(tmp_path, lambda _: pytest.fail("asked")).search("  ")
    assert caught.value.code == "no_words"


def test_what_was_kept_is_bounded_and_a_broken_file_counts_as_none(tmp_path):
    registry = Registry(tmp_path, lambda _: answer(server()))
    for at in range(105):
        registry.search(f"words {at}")
    assert len(list(tmp_path.glob("*.json"))) <= 100
    for path in tmp_path.glob("*.json"):
        path.write_text("{", encoding="utf-8")
    assert not registry.search("words 104").old


def test_what_was_deleted_or_is_not_the_latest_is_left_out_and_deprecated_comes_last():
    found = entries_of({"servers": [
        server("a/old", status="deprecated"), server("a/gone", status="deleted"), server("a/new"),
        server("a/before", latest=False), server("a/new", title="again"), "rubbish", {"server": {}},
    ]})  # fmt: skip
    assert [(one.name, one.deprecated) for one in found] == [("a/new", False), ("a/old", True)]


def test_programs_of_npm_and_pypi_are_started_in_the_version_that_was_published():
    assert (offer().declared.command, offer().declared.arguments) == ("npx", ("-y", "@acme/weather@1.2.3"))
    usual = "https://registry." + ".".join(["npmjs", "org"])
    assert offer(registryBaseUrl=usual).declared.command == "npx"
    found = only(server(packages=[npm(registryType="pypi", identifier="acme-weather")])).offers[0].declared
    assert (found.command, found.arguments, found.name) == ("uvx", ("acme-weather@1.2.3",), "weather")


@pytest.mark.parametrize(
    "more",
    [
        {"version": "latest"}, {"version": ""}, {"version": "^1.0.0"}, {"identifier": "--registry=http://evil"},
        {"identifier": "a b"}, {"identifier": "https://evil.example/x.tgz"}, {"registryType": "oci"},
        {"registryType": ""}, {"registryBaseUrl": "https://evil.example"}, {"registryBaseUrl": "http://["},
        {"version": "1.0 --evil"},
    ],
)  # fmt: skip
def test_what_is_not_pinned_or_comes_from_elsewhere_is_shown_and_not_started(more):
    declared = offer(**more).declared
    assert declared.problem.en
    assert declared.command == ""


def test_arguments_and_variables_become_a_form():
    found = offer(
        runtimeArguments=[{"type": "named", "name": "-y"}, {"type": "positional", "value": "--silent"}],
        packageArguments=[
            {"type": "named", "name": "--dir", "value": "{root}/data",
             "variables": {"root": {"format": "filepath", "isRequired": True}}},
            {"type": "named", "name": "--level", "choices": ["a", "b"], "default": "a"},
            {"type": "named", "name": "--optional", "format": "string"},
            {"type": "named", "name": "--verbose", "description": "Talks"},
            {"type": "positional", "valueHint": "city", "isRequired": True, "description": "Where"},
            {"type": "positional", "valueHint": "left_out"},
        ],
        environmentVariables=[
            {"name": "API_KEY", "isSecret": True, "isRequired": True, "default": "theirs"},
            {"name": "UNITS", "value": "metric"},
            {"name": "PROXY"},
        ],
    )  # fmt: skip
    assert found.declared.arguments == (
        "-y", "--silent", "@acme/weather@1.2.3", "--dir", "${user_config.root}/data", "--level", "${user_config.level}",
        "--verbose", "${user_config.city}",
    )  # fmt: skip
    assert found.declared.env == {
        "API_KEY": "${user_config.API_KEY}",
        "UNITS": "metric",
        "PROXY": "${user_config.PROXY:-}",
    }
    assert found.settings == (
        Setting("root", Need.FILE, "root", required=True),
        Setting("level", Need.TEXT, "level", default="a", choices=("a", "b")),
        Setting("city", Need.TEXT, "city", "Where", required=True),
        Setting("API_KEY", Need.HIDDEN, "API_KEY", required=True),
        Setting("PROXY", Need.TEXT, "PROXY"),
    )


def test_addresses_have_their_headers_and_variables():
    secret = {"isSecret": True, "isRequired": True}
    remote = {
        "type": "streamable-http",
        "url": "https://{team}.acme.example/mcp",
        "variables": {"team": {"isRequired": True}},
        "headers": [{"name": "X-Key", **secret}, {"name": "A", "value": "Bearer {t}", "variables": {"t": secret}}],
    }
    entry = only(server(remotes=[{"type": "sse", "url": "http://a.example"}, {"type": "sse"}, remote]))
    first = entry.offers[0]
    assert (first.declared.transport, first.declared.url) == (
        Transport.HTTP,
        "https://${user_config.team}.acme.example/mcp",
    )
    assert first.declared.headers == {"X-Key": "${user_config.X-Key}", "A": "Bearer ${user_config.t}"}
    assert [(one.key, one.need) for one in first.settings] == [
        ("team", Need.TEXT),
        ("X-Key", Need.HIDDEN),
        ("t", Need.HIDDEN),
    ]
    assert all(one.declared.problem.en for one in entry.offers[1:])


def test_a_bundle_is_offered_with_its_digest():
    found = only(
        server(packages=[{"registryType": "mcpb", "identifier": "https://a.example/x.mcpb", "fileSha256": "ab"}])
    )
    assert (found.offers[0].bundle, found.offers[0].sha256) == ("https://a.example/x.mcpb", "ab")


@pytest.mark.parametrize("said", [None, [], {}, {"servers": {}}, {"servers": [None, 1, {"server": 1}]}])
def test_other_answers_hold_nothing(said):
    assert entries_of(said) == ()
