"""What a server is started with: its form, its grants, and only while its package is what the person approved."""

from dataclasses import replace
from pathlib import Path

import pytest

from agent.core.codec import plain
from agent.core.errors import ToolError
from agent.packages.package import Declared, Need, Setting, Transport
from connectors.connector import Config, Kind
from connectors.mcp.granting import NETWORK, READS, granting_form
from connectors.mcp.starting import Filling, server_of, web_of

KEY = Setting("key", Need.HIDDEN, "Key", required=True)
DECLARED = Declared("a", Transport.STDIO, "node", ("${__dirname}/a.js",), {"K": "${user_config.key}"})


def filling(declared=DECLARED, *, sound=True, secret="SECRET", **settings):
    form = {**plain(declared), "form": [plain(KEY)]}
    config = Config("a", Kind.MCP, "A", pack="p", declared=form, settings=settings, secrets=("key",))
    return Filling(config, lambda _: secret, Path("/pack"), Path("/kept"), lambda: sound)


def test_a_program_gets_its_values_and_what_it_was_granted():
    server = server_of(filling(**{READS: "/a\n\n/b", NETWORK: "true"}))
    assert server.command == ("node", "/pack/a.js")
    assert (server.env["K"], server.network) == ("SECRET", True)
    assert server.reads == (Path("/pack"), Path("/a"), Path("/b"))
    assert not server_of(filling()).network


@pytest.mark.parametrize("setting", ["network", "reads", "deskhand:Network"])
def test_a_form_of_a_package_grants_nothing(setting):
    server = server_of(filling(**{setting: "true"}))
    assert (server.network, server.reads) == (False, (Path("/pack"),))
    assert all(":" in one.key for one in granting_form(program=True, language="ja"))


def test_a_package_that_is_not_as_it_was_approved_starts_nothing():
    with pytest.raises(ToolError) as caught:
        filling(sound=False).start()
    assert caught.value.code == "set_aside"


def test_what_is_missing_is_told_and_nothing_starts():
    with pytest.raises(ToolError) as caught:
        filling(secret=None).start()
    assert caught.value.code == "not_filled"


def test_the_line_is_shown_without_asking_the_keyring():
    asking = replace(filling(), secret=lambda _: pytest.fail("the keyring was asked"))
    assert asking.line == "node /pack/a.js"


def test_an_address_is_reached_with_its_headers():
    there = Declared("a", Transport.SSE, url="https://a.example/mcp", headers={"Authorization": "${user_config.key}"})
    web = web_of(filling(there))
    assert (web.address, web.headers, web.sse) == ("https://a.example/mcp", {"Authorization": "SECRET"}, True)
