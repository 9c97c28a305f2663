"""Seventeen Agent Plugins of our own, sound and broken, and what of each a client of 1.0.0 must use.

The public corpus (crate `agent-plugins`, MPL-2.0) is not copied: only the subjects of its cases were known.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SCHEMAS = "https://agent-plugins.org/schemas/1.0.0"
MANIFEST: Mapping[str, object] = {"$schema": f"{SCHEMAS}/plugin.schema.json", "name": "sound"}
SKILL = "---\nname: {name}\ndescription: Does things.\n---\nBody."
LOCAL: Mapping[str, object] = {"type": "stdio", "command": "./bin/a", "args": ["${PLUGIN_DATA}"]}
FAR: Mapping[str, object] = {"type": "streamable-http", "url": "https://example.com/mcp"}


@dataclass(frozen=True)
class Case:
    """`files` are texts or JSON by name. `skills` and `servers` are what is used; `told`: something must be said.

    `manifest_fits` and `servers_fit`: whether the published schemas take plugin.json and mcp.json; None: not tried.
    """

    name: str
    files: Mapping[str, object]
    skills: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    told: bool = True
    manifest_fits: bool | None = True
    servers_fit: bool | None = None
    links: Mapping[str, str] = field(default_factory=dict)

    def make(self, folder: Path) -> None:
        """Put it there."""
        for name, text in self.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
        for name, target in self.links.items():
            (folder / name).symlink_to(target)


def _mcp(**servers: object) -> dict[str, object]:
    return {"$schema": f"{SCHEMAS}/mcp.schema.json", "mcpServers": servers}


def _with(**fields: object) -> dict[str, object]:
    return {
        "plugin.json": {**MANIFEST, **fields},
        "skills/a/SKILL.md": SKILL.format(name="a"),
        "mcp.json": _mcp(far=FAR),
    }


_REST = {"skills/a/SKILL.md": SKILL.format(name="a"), "mcp.json": _mcp(far=FAR)}
_USED = {"skills": ("a",), "servers": ("far",)}
CASES = (
    Case("minimal", {"plugin.json": MANIFEST}, told=False),
    Case("full", _with(version="x", author={"name": "A"}, keywords=["k"], extensions={"com.a": {}}), ("a",), ("far",),
         told=False, servers_fit=True),
    Case("not-json", {"plugin.json": "{", **_REST}, manifest_fits=None),
    Case("unsupported-schema", _with(**{"$schema": f"{SCHEMAS.replace('1.0.0', '9.0.0')}/plugin.schema.json"}),
         manifest_fits=False),
    Case("bad-name", _with(name="Bad--Name"), manifest_fits=False),
    Case("wrong-type", _with(version=3), manifest_fits=False),
    Case("author-extra-field", _with(author={"name": "A", "phone": "1"}), manifest_fits=False),
    # The text overrides the schema for these two (5.2, 8.1).
    Case("unknown-field", _with(displayName="Nice"), ("a",), ("far",), manifest_fits=False),
    Case("extensions-not-object", _with(extensions="x"), ("a",), ("far",), manifest_fits=False),
    Case("skills-not-a-dir", {"plugin.json": MANIFEST, "skills": "x", "mcp.json": _mcp(far=FAR)}, (), ("far",)),
    Case("bad-skill", {**_with(), "skills/b/SKILL.md": SKILL.format(name="other")}, ("a",), ("far",)),
    Case("nested-skill", {**_with(), "skills/group/c/SKILL.md": SKILL.format(name="c")}, ("a",), ("far",), told=False),
    Case("mcp-not-json", {**_with(), "mcp.json": "{"}, ("a",)),
    Case("mcp-other-version", {**_with(), "mcp.json": {"$schema": "x", "mcpServers": {}}}, ("a",), servers_fit=False),
    Case("mcp-extra-field", {**_with(), "mcp.json": {**_mcp(far=FAR), "inputs": []}}, ("a",), servers_fit=False),
    Case("mcp-bad-entries",
         {**_with(), "mcp.json": _mcp(far=FAR, typeless={"command": "a"}, both={**LOCAL, "url": "https://a.example"})},
         ("a",), ("far",), servers_fit=False),
    Case("escapes", {**_with(), "mcp.json": _mcp(far=FAR, up={"type": "stdio", "command": "./../a"})}, ("a",), ("far",),
         servers_fit=None, links={"skills/linked": "/etc"}),
)  # fmt: skip
