"""Row 7: MCPB: examples and manifests of the specification, placeholders, signatures, hostile archives."""

import json
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.words import NO_WORDS
from agent.packages.archive import unpack
from agent.packages.package import Package, Signed
from connectors.bundles.block import split
from connectors.bundles.manifest import read_manifest
from connectors.bundles.placeholders import Places, filled_all, form_variables
from connectors.bundles.reading import read_bundle
from connectors.bundles.signature import signature_of
from connectors.bundles.starting import started
from tests.agent.packages.making import zipped
from tests.connectors.bundles.bundle import manifest, packed
from tests.connectors.bundles.signing import Person, block
from tests.matrix.tally import Data, Tally

TITLE = "MCPB: 5 examples, 3 manifests, placeholders, signatures, hostile archives"
_REPOSITORY = "anthropics/mcpb"
# How each example is started, as the reference algorithm makes it of these values; its own tool packs one of the five.
_STARTS = {
    "chrome-applescript": ("node", "/p/server/index.js"),
    "file-manager-python": ("python", "/p/server/main.py", "--workspace=/home/me/Documents"),
    "file-system-node": ("node", "/p/server/index.js", "/a", "/b"),
    "hello-world-node": (
        "node", "/p/server/index.js", "--verbose=false", "--max-results=10", "--config=${user_config.config_file}",
        "--workspace=/home/me/Documents",
    ),
    "hello-world-uv": ("uv", "run", "--directory", "/p", "src/server.py"),
}  # fmt: skip
_GIVEN = {"file-system-node": {"allowed_directories": "/a\n/b"}}
_HERE = Places("/p", "/kept", "/home/me", "/home/me/Desktop", "/home/me/Documents", "/home/me/Downloads", "/")
_CONTENT = b"PK an archive" * 500


def run(data: Data) -> Tally:
    """All of it; what needs the repository is skipped without it."""
    tally = Tally()
    folder = data.found(_REPOSITORY)
    with tempfile.TemporaryDirectory() as scratch:
        if folder is None:
            tally.skip(f"{_REPOSITORY} is not on this computer", len(_STARTS) + 3)
        else:
            _examples(folder / "examples", Path(scratch), tally)
            _manifests(folder / "test", tally)
        _vectors(tally)
        _signatures(Path(scratch), data.found("npm"), tally)
        _hostile(Path(scratch), tally)
    return tally


def _examples(examples: Path, scratch: Path, tally: Tally) -> None:
    for name, wanted in _STARTS.items():
        path = scratch / f"{name}.mcpb"
        with zipfile.ZipFile(path, "w") as archive:
            for one in sorted((examples / name).rglob("*")):
                if one.is_file():
                    archive.write(one, one.relative_to(examples / name).as_posix())
        unpack(path, scratch / name)
        found = read_bundle(scratch / name, str(path), version=lambda _: "")
        tally.check(_start(found, _GIVEN.get(name, {})) == wanted, f"{name} starts as {_start(found, {})}")


def _start(package: Package, given: dict[str, str]) -> tuple[str, ...]:
    try:
        return started(package.connectors[0], package.settings, given, _HERE, which=lambda one: one).command
    except NeedsUserError as error:
        return (error.code,)


def _manifests(tests: Path, tally: Tally) -> None:
    """The strict reader refuses one of them: here it is read, and what is wrong is told."""
    for name, good in (("valid-manifest", True), ("valid-manifest-0.2", True), ("invalid-manifest", False)):
        found = read_manifest((tests / f"{name}.json").read_bytes())
        usable = found.declared.problem == NO_WORDS and not found.problems
        tally.check(usable == good, f"{name}: {[one.en for one in found.problems]}")


def _vectors(tally: Tally) -> None:
    """Those of test/config.test.ts, through the form as a person fills it in."""
    said = {
        "port": {"type": "number", "default": 8080},
        "paths": {"type": "string", "multiple": True, "default": ["/default"]},
        "verbose": {"type": "boolean", "default": False},
    }
    form = read_manifest(json.dumps(manifest(user_config=said)).encode()).settings
    arguments = ("a", "${user_config.paths}", "--port=${user_config.port}", "--v=${user_config.verbose}", "${unknown}")
    for given, wanted in (
        ({}, ("a", "/default", "--port=8080", "--v=false", "${unknown}")),
        ({"paths": "/1\n/2", "verbose": "true"}, ("a", "/1", "/2", "--port=8080", "--v=true", "${unknown}")),
        ({"paths": "", "port": "1"}, ("a", "--port=1", "--v=false", "${unknown}")),
    ):
        made = filled_all(arguments, form_variables(form, given, _HERE))
        tally.check(made == wanted, f"{given} gives {made}")


def _signatures(scratch: Path, npm: Path | None, tally: Tally) -> None:
    authority = Person("Authority", authority=True)
    publisher, nobody = Person("Publisher", by=authority), Person("Nobody")
    path = scratch / "signed.mcpb"
    cases = (
        ("unsigned", _CONTENT, Signed.NOT),
        ("chain", _CONTENT + block(publisher.message(_CONTENT)), Signed.TRUSTED),
        ("self-signed", _CONTENT + block(nobody.message(_CONTENT)), Signed.UNTRUSTED),
        ("tampered", _CONTENT[:-1] + b"?" + block(publisher.message(_CONTENT)), Signed.BROKEN),
        ("trailing bytes", _CONTENT + block(publisher.message(_CONTENT)) + b"PK", Signed.BROKEN),
    )
    for name, content, wanted in cases:
        path.write_bytes(content)
        found = signature_of(split(path), lambda: [authority.certificate]).state
        tally.check(found is wanted, f"{name} is {found}")
    tool = None if npm is None else shutil.which("mcpb", path=npm / "node_modules" / ".bin")
    if tool is None:
        tally.skip("the reference tool (@anthropic-ai/mcpb) is not in a folder npm of the data", 1)
        return
    path = packed(scratch / "reference.mcpb", manifest())
    subprocess.run([tool, "sign", "--self-signed", str(path)], check=True, capture_output=True, timeout=60)
    found = signature_of(split(path), lambda: ()).state
    tally.check(found is Signed.UNTRUSTED, f"what the reference tool signs is {found}")


def _hostile(scratch: Path, tally: Tally) -> None:
    said = ("manifest.json", json.dumps(manifest()).encode())
    cases = {
        "a bomb": [said, *((f"{n}.bin", b"\0" * 64 * 1024**2) for n in range(12))],
        "a way out": [said, ("../evil.js", b"x")],
        "an absolute path": [said, ("/etc/evil", b"x")],
        "a twin": [said, ("Manifest.json", b"{}")],
        "twice": [said, said],
        "a backslash": [said, ("..\\evil.js", b"x")],
    }
    for name, members in cases.items():
        path = zipped(scratch / "hostile.mcpb", members)
        into = scratch / "hostile"
        try:
            unpack(path, into)
        except NeedsUserError as error:
            tally.check(error.code == "hostile_package" and not into.exists(), f"{name}: {error.code}")
        else:
            tally.check(False, f"{name} was unpacked")  # noqa: FBT003  # a plain failure
