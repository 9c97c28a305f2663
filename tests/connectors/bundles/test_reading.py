"""Bundles as the person is shown them: signed or not, of every version, complete or not."""

import json
import zipfile

import pytest

from agent.core.errors import NeedsUserError
from agent.packages.archive import unpack
from agent.packages.package import Declared, Format, Need, Setting, Signed, Transport
from connectors.bundles.block import split
from connectors.bundles.manifest import read_manifest
from connectors.bundles.reading import form_of, is_bundle, read_bundle
from connectors.bundles.signature import signature_of
from tests.connectors.bundles.bundle import manifest, packed, server
from tests.connectors.bundles.signing import block

FORM = {
    "api_key": {"type": "string", "title": "API Key", "description": "Yours", "sensitive": True, "required": True},
    "verbose": {"type": "boolean", "title": "Verbose", "default": False},
}


def there(program):
    return f"/usr/bin/{program}"


@pytest.fixture
def read(tmp_path):
    """The bundle with this manifest, packed and unpacked."""

    def made(said, files=None, which=there, version=lambda _: "20.1.0"):
        unpack(packed(tmp_path / "a.mcpb", said, files), tmp_path / "folder")
        return read_bundle(tmp_path / "folder", "a.mcpb", which=which, version=version)

    return made


def declared(**more):
    return read_manifest(json.dumps(manifest(**more)).encode()).declared


def test_everything_that_a_person_wants_to_know_is_read(read, tmp_path):
    start = server(args=["${__dirname}/server/index.js"], env={"K": "${user_config.api_key}"})
    found = read(manifest(user_config=FORM, server=start, privacy_policies=["https://acme.example/privacy"]))
    assert (found.name, found.format, found.title, found.version) == ("hello", Format.BUNDLE, "Hello World", "1.0.0")
    assert (found.publisher, found.licence, found.description) == ("Acme Inc", "MIT", "Says hello")
    assert [one.name for one in found.members] == ["manifest.json", "server/index.js"]
    assert found.connectors == (
        Declared("hello", Transport.STDIO, "node", ("${__dirname}/server/index.js",), {"K": "${user_config.api_key}"}),
    )
    assert found.settings == form_of(tmp_path / "folder")
    assert [(one.key, one.need, one.required) for one in found.settings] == [
        ("api_key", Need.HIDDEN, True),
        ("verbose", Need.FLAG, False),
    ]
    assert "https://acme.example/privacy" in found.advice[0].words.en
    assert (found.problems, found.missing, found.signature.state) == ((), (), Signed.NOT)


def test_a_signed_bundle_is_unpacked_without_its_signature(tmp_path, nobody):
    path = packed(tmp_path / "a.mcpb", manifest())
    content = path.read_bytes()
    path.write_bytes(content + block(nobody.message(content)))
    bundle = split(path)
    unpack(path, tmp_path / "folder", size=bundle.content)
    found = read_bundle(tmp_path / "folder", "a.mcpb", signature_of(bundle, lambda: ()))
    assert (found.signature.state, found.signature.by) == (Signed.UNTRUSTED, "Nobody")


def test_an_archive_that_hides_in_the_signature_is_not_what_is_unpacked(tmp_path, nobody):
    """A reader of ZIP files looks for their end from behind: it would take the one that nobody signed."""
    path = packed(tmp_path / "a.mcpb", manifest())
    other = packed(tmp_path / "b.mcpb", manifest(name="evil")).read_bytes()
    content = path.read_bytes()
    path.write_bytes(content + block(nobody.message(content) + other))
    assert json.loads(zipfile.ZipFile(path).read("manifest.json"))["name"] == "evil"
    bundle = split(path)
    unpack(path, tmp_path / "folder", size=bundle.content)
    found = read_bundle(tmp_path / "folder", "", signature_of(bundle, lambda: ()))
    assert (found.name, found.signature.state) == ("hello", Signed.BROKEN)
    assert found.advice[0].weight == "warning"


@pytest.mark.parametrize(
    "said",
    [
        {"manifest_version": None, "dxt_version": "0.1"},
        {"manifest_version": "0.1", "id": "x", "scripts": {}, "privacy_policies": []},
        {"manifest_version": "0.4", "icons": [{"src": "a.png"}], "_meta": {"a": {}}},
        {"compatibility": {"claude_desktop": ">=0.10.0", "platforms": ["darwin", "win32", "linux"], "runtimes": {}}},
        {"localization": {"resources": "x/${locale}.json"}, "tools_generated": True, "prompts": [{"name": "p"}]},
    ],
)  # fmt: skip
def test_every_version_and_what_strict_readers_reject_is_read_without_a_word(read, said):
    assert read(manifest(**said)).problems == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"manifest_version": None}, "manifest_version"),
        ({"manifest_version": "9.9"}, "9.9"),
        ({"version": None}, "version"),
        ({"author": None}, "author"),
        ({"compatibility": {"platforms": ["haiku"]}}, "haiku"),
        ({"compatibility": {"runtimes": {"node": ">=99"}}}, "20.1.0"),
        ({"user_config": {"a": {"type": "colour"}}}, "colour"),
        ({"server": {"type": "node"}}, "which program"),
        ({"server": {"mcp_config": {"command": ["node"]}}}, "cannot be read"),
        ({"server": {"mcp_config": {"command": "node", "args": "a b"}}}, "cannot be read"),
        ({"server": {"mcp_config": {"command": "node", "args": [{}]}}}, "cannot be read"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_read(read, said, words):
    found = read(manifest(**said))
    assert any(words in one.en for one in found.problems)
    assert found.title == "Hello World"


def test_what_cannot_be_started_says_so(read):
    (found,) = read(manifest(server={"type": "node"})).connectors
    assert found.problem.en


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", '{"server": 1}', "[" * 100_000, '{"name": "a web app"}'])
def test_other_archives_are_no_bundles(tmp_path, text):
    unpack(packed(tmp_path / "a.zip", text), tmp_path / "folder")
    assert not is_bundle(tmp_path / "folder")
    with pytest.raises(NeedsUserError) as caught:
        read_bundle(tmp_path / "folder", "")
    assert caught.value.code == "no_bundle"


def test_an_archive_without_a_manifest_is_no_bundle(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    assert not is_bundle(tmp_path)
    with pytest.raises(NeedsUserError):
        read_bundle(tmp_path, "")


def test_a_byte_order_mark_and_odd_names_are_read(read):
    found = read(b"\xef\xbb\xbf" + json.dumps(manifest(name="Ｆile  System\n..", author="Acme")).encode())
    assert (found.name, found.publisher) == ("file-system", "Acme")
    assert found.connectors[0].name == "Ｆile System .."


@pytest.mark.parametrize(
    ("kind", "command", "arguments"),
    [
        ("uv", "uv", ("run", "--directory", "${__dirname}", "src/server.py")),
        ("python", "python", ("${__dirname}/src/server.py",)),
        ("node", "node", ("${__dirname}/src/server.py",)),
        ("binary", "${__dirname}/src/server.py", ()),
        ("other", "", ()),
    ],
)
def test_a_start_that_is_left_out_is_made_up(kind, command, arguments):
    found = declared(server={"type": kind, "entry_point": "src/server.py"})
    assert (found.command, found.arguments) == (command, arguments)


def test_what_is_said_for_this_system_counts_as_a_whole():
    own = {"command": "other", "args": ["x"], "env": {"A": "1"}}
    said = server("node", ["a", "b"], {"B": "2"}, platform_overrides={"linux": own, "win32": {"args": ["w"]}})

    def on(platform):
        found = read_manifest(json.dumps(manifest(server=said)).encode(), platform).declared
        return found.command, found.arguments, dict(found.env)

    assert on("linux") == ("other", ("x",), {"A": "1"})
    assert on("win32") == ("node", ("w",), {"B": "2"})
    assert on("darwin") == ("node", ("a", "b"), {"B": "2"})


def test_a_program_that_is_not_here_is_named(read):
    assert read(manifest(), which=lambda _: None).missing == ("node",)


def test_a_secret_on_the_command_line_and_a_file_that_is_missing_are_pointed_at(read):
    said = server(args=["--key=${user_config.api_key}"])
    found = read(manifest(user_config=FORM, server=said), {"other.js": ""})
    assert [one.weight for one in found.advice] == ["caution", "caution"]
    assert "server/index.js" in found.advice[0].words.en
    assert "API Key" in found.advice[1].words.en


def test_numbers_and_truth_values_in_the_environment_become_text():
    found = declared(server=server(args=["-n", 5], env={"A": 1, "B": True, "C": None, "D": [1]}))
    assert found.arguments == ("-n", "5")
    assert found.env == {"A": "1", "B": "true"}


def test_a_setting_without_anything_has_its_name():
    assert read_manifest(json.dumps(manifest(user_config={"a": {}})).encode()).settings == (
        Setting("a", Need.TEXT, "a"),
    )
