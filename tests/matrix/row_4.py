"""Row 4: Agent Plugins 1.0.0: seventeen cases of failure boundaries, and both published schemas."""

import json
import tempfile
from pathlib import Path

from jsonschema import Draft202012Validator

from skills.formats.agent_plugin import agent_plugin
from tests.matrix.plugin_cases import CASES, SCHEMAS, Case
from tests.matrix.tally import Data, Tally

TITLE = "Agent Plugins: 17 cases of our own, both schemas"
_SPECIFICATION = "agentplugins/agent-plugins-spec"


def run(data: Data) -> Tally:
    """Read all cases; with the specification's schemas, see that they judge as the cases say."""
    tally = Tally()
    for case in CASES:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            case.make(folder)
            _read(case, folder, tally)
    specification = data.found(_SPECIFICATION)
    if specification is None:
        tally.skip(f"{_SPECIFICATION} is not on this computer", 2)
    else:
        _schemas(specification / "schemas" / "1.0.0", tally)
    return tally


def _read(case: Case, folder: Path, tally: Tally) -> None:
    found = agent_plugin(folder, "here")
    used = tuple(line.name for line in found.skills), tuple(server.name for server in found.connectors)
    tally.check(used == (case.skills, case.servers), f"{case.name}: {used} are used")
    told = bool(found.problems or found.advice)
    tally.check(told == case.told, f"{case.name}: {[words.en for words in found.problems]}")


def _schemas(folder: Path, tally: Tally) -> None:
    for name, fits in (("plugin", "manifest_fits"), ("mcp", "servers_fit")):
        try:
            schema = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
        except OSError:
            tally.skip(f"{name}.schema.json is not in the copy", 1)
            continue
        if schema.get("$id") != f"{SCHEMAS}/{name}.schema.json":
            tally.skip(f"{name}.schema.json is of another version: {schema.get('$id')}", 1)
            continue
        tally.passed += 1
        for case in CASES:
            want = getattr(case, fits)
            told = case.files.get("plugin.json" if name == "plugin" else "mcp.json")
            if want is not None and not isinstance(told, str):
                valid = Draft202012Validator(schema).is_valid(told)
                tally.check(valid is want, f"{case.name}: the schema says {valid} to {name}.json")
