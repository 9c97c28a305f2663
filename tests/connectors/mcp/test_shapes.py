"""What a server says, before anything is sent: schemas, roles, the way back from the browser."""

import asyncio
import json
import time
import urllib.error
import urllib.request

import pytest

from agent.core.actions import Argument
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import ToolCall
from connectors.mcp.roles import arguments
from connectors.mcp.schemas import takes
from connectors.mcp.signing import Callback, KeptTokens
from tests.connectors.mcp.running import Person, config


def given(schema, values):
    return takes(schema).arguments(ToolCall("c", "box_x", json.dumps(values)))


def test_patterns_and_schemas_that_unfold_without_end_take_no_time():
    began = time.monotonic()
    slow = {"properties": {"a": {"type": "string", "pattern": "^(a+)+$"}}}
    assert given(slow, {"a": "a" * 40 + "!"})
    doubling = {f"d{n}": {"anyOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)} | {"d40": {"type": "null"}}
    assert given({"$defs": doubling, "properties": {"a": {"$ref": "#/$defs/d0"}}}, {"a": 1})
    assert time.monotonic() - began < 1


def test_null_is_what_a_model_leaves_out_and_a_wrong_type_is_told():
    schema = {"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "required": ["b"]}
    assert given(schema, {"a": None, "b": 1}) == {"b": 1}
    with pytest.raises(InvalidArgumentsError, match="'b'"):
        given(schema, {"b": "1"})


@pytest.mark.parametrize(
    ("name", "value", "role"),
    [
        ("to", "a@b.com", "recipient"), ("replyUrl", "https://x.y", "address"), ("query", "pens", "query"),
        ("body", "hi", "body"), ("startDate", "2026-01-02", "date"), ("user_id", "7", "id"), ("wallet", "1", "account"),
        ("whatever", "x", "whatever"), ("subject_id", "x", "id"), ("path", "https://x.y/z", "address"),
    ],
)  # fmt: skip
def test_a_value_has_the_role_of_its_name_and_one_that_is_not_known_is_a_sink(name, value, role):
    assert arguments({name: value}, {"properties": {name: {"type": "string"}}}) == (Argument(role, value),)


def test_keys_that_the_model_made_up_and_floods_of_values_are_sinks_too():
    assert Argument("name", "secret words") in arguments({"secret words": "x"}, {"properties": {}})
    assert [one.role for one in arguments({"a": list(range(200))}, {})] == ["arguments"]


def test_the_browser_comes_back_once_and_nothing_else_counts():
    async def work():
        callback = Callback()
        await callback.listen()
        callback.expect("s")

        def visit(path):
            try:
                return urllib.request.urlopen(callback.address.replace("/callback", path), timeout=5).status
            except urllib.error.HTTPError as error:
                return error.code

        seen = [
            await asyncio.to_thread(visit, path)
            for path in (
                "/other?code=x&state=y",
                "/callback",
                "/callback?code=abc&state=s&iss=i",
                "/callback?code=late&state=s",
            )
        ]
        answer = await callback.answer()
        await callback.close()
        return seen, answer

    seen, answer = asyncio.run(work())
    assert seen == [404, 404, 200, 404]
    assert (answer.code, answer.state, answer.iss) == ("abc", "s", "i")


def test_tokens_are_used_at_the_address_that_they_were_given_for():
    person = Person()
    person.secrets["oauth-tokens"] = json.dumps({"address": "https://a/mcp", "value": {"access_token": "t"}})

    async def at(address):
        return await KeptTokens(
            config(url=address), person.means(), address, "http://127.0.0.1:1/callback"
        ).get_tokens()

    assert asyncio.run(at("https://a/mcp")).access_token == "t"
    assert asyncio.run(at("https://b/mcp")) is None
