"""Who may import what, where the contracts of import-linter cannot say it."""

import ast
import shutil
import subprocess
import sys

# A library that only these files know, so that it can be replaced, and so that it is loaded when it is needed.
ALONE = {
    "pydantic_ai": (
        "agent/models/adapters/chat.py",
        "agent/models/adapters/chunked.py",
        "agent/models/adapters/connection.py",
        "agent/models/adapters/extracting.py",
        "agent/models/adapters/gemini.py",
        "agent/models/adapters/messages.py",
        "agent/models/adapters/ran.py",
        "agent/models/adapters/responses.py",
        "agent/models/direct.py",
        "agent/models/faults.py",
        "agent/models/hearing.py",
        "agent/models/opaque.py",
        "agent/models/returning.py",
        "agent/models/sending.py",
    ),
    "openai": ("agent/models/adapters/chat.py", "agent/models/adapters/extracting.py"),
    "anthropic": ("agent/models/adapters/messages.py",),
    "google": ("agent/models/adapters/gemini.py",),
    "httpx2": (
        "agent/models/adapters/gemini.py",
        "agent/models/client.py",
        "agent/models/discovery/knock.py",
        "agent/models/faults.py",
        "connectors/mcp/web.py",
    ),
    "mcp": (
        "connectors/mcp/calling.py",
        "connectors/mcp/connection.py",
        "connectors/mcp/connector.py",
        "connectors/mcp/asking.py",
        "connectors/mcp/reasons.py",
        "connectors/mcp/process.py",
        "connectors/mcp/signing.py",
        "connectors/mcp/streams.py",
        "connectors/mcp/ways.py",
        "connectors/mcp/web.py",
    ),
    "mcp_types": (
        "connectors/mcp/asking.py",
        "connectors/mcp/calling.py",
        "connectors/mcp/connection.py",
        "connectors/mcp/connector.py",
        "connectors/mcp/offered.py",
        "connectors/mcp/process.py",
        "connectors/mcp/results.py",
        "connectors/mcp/streams.py",
    ),
    "jsonschema": ("connectors/mcp/schemas.py",),
    "genai_prices": ("agent/models/prices.py",),
    "keyring": ("agent/models/keys.py",),
    "asyncssh": ("connectors/own/sftp.py",),
    "icalendar": ("connectors/own/ics.py", "connectors/own/zones.py"),
    "recurring_ical_events": ("connectors/own/ics.py",),
    "duckdb": ("connectors/own/sql_child.py",),
    "psycopg": ("connectors/own/sql_servers.py",),
    "pymysql": ("connectors/own/sql_servers.py",),
    "sqlglot": ("connectors/own/sql_rules.py",),
    "imapclient": ("connectors/own/mail_servers.py", "connectors/own/mail_tools.py"),
    "acp": (
        "desktop/acp/agent.py",
        "desktop/acp/answering.py",
        "desktop/acp/changes.py",
        "desktop/acp/chat.py",
        "desktop/acp/choices.py",
        "desktop/acp/commands.py",
        "desktop/acp/editor.py",
        "desktop/acp/folders.py",
        "desktop/acp/main.py",
        "desktop/acp/retelling.py",
        "desktop/acp/said.py",
        "desktop/acp/servers.py",
    ),
    "pydantic_monty": ("agent/sandbox/small/troubles.py", "agent/sandbox/small/worker.py"),
}
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def imported(source) -> set[str]:
    """The full names of the modules that a file imports anywhere in it."""
    found = set()
    for node in source.statements:
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def foreign_in_core(sources) -> list[str]:
    return [
        f"{source.path} imports {name}: the core imports the standard library only"
        for source in sources
        if source.path.startswith("agent/core/")
        for name in imported(source)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("agent.core")
    ]


def strangers(sources) -> list[str]:
    return [
        f"{source.path} imports {name}: only {', '.join(ALONE[library])} may"
        for source in sources
        for name in imported(source)
        if (library := name.partition(".")[0]) in ALONE and source.path not in ALONE[library]
    ]


def lint(folder) -> int:
    words = [sys.executable, "-c", LINT]
    return subprocess.run(words, cwd=folder, capture_output=True, timeout=100, check=False).returncode


def test_the_core_imports_the_standard_library_only(sources):
    assert foreign_in_core(sources) == []


def test_a_foreign_import_in_the_core_is_found(source):
    assert foreign_in_core([source("agent/core/x.py", "def f():\n    from pydantic import BaseModel")])
    assert foreign_in_core([source("agent/core/x.py", "from agent.loop.turn import Turn")])


def test_libraries_stay_where_they_can_be_replaced(sources):
    assert strangers([source for source in sources if source.shipped]) == []


def test_a_library_in_another_place_is_found(source):
    assert strangers([source("desktop/host/x.py", "import pydantic_ai.messages")])


def test_the_wire_loads_its_libraries_only_when_a_model_is_asked(repo):
    code = (
        "import sys, agent.models.wire, agent.models.keys, agent.models.prices, agent.models.retry\n"
        f"print([name for name in {sorted(ALONE)} if name in sys.modules])"
    )
    words = [sys.executable, "-c", code]
    assert subprocess.run(words, cwd=repo, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_the_contracts_hold(repo):
    assert lint(repo) == 0


def test_a_broken_contract_is_found(repo, tmp_path, sources):
    for source in sources:
        if source.shipped:
            (tmp_path / source.path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / source.path).write_text(source.text, encoding="utf-8")
    shutil.copy(repo / "pyproject.toml", tmp_path)
    assert lint(tmp_path) == 0
    turn = tmp_path / "agent" / "loop" / "turn.py"
    turn.write_text(turn.read_text(encoding="utf-8") + "\nimport agent.policy.gate\n", encoding="utf-8")
    assert lint(tmp_path) == 1
