"""Real bundles, made in the test."""

import json
import zipfile

SERVER = "import sys\nprint('{}')\n"


def manifest(**more):
    """A manifest of version 0.3 with what is given in its place; None takes a key away."""
    said = {
        "manifest_version": "0.3",
        "name": "hello",
        "display_name": "Hello World",
        "version": "1.0.0",
        "description": "Says hello",
        "author": {"name": "Acme Inc"},
        "license": "MIT",
        "server": {
            "type": "node",
            "entry_point": "server/index.js",
            "mcp_config": {"command": "node", "args": ["${__dirname}/server/index.js"], "env": {}},
        },
        **more,
    }
    return {key: value for key, value in said.items() if value is not None}


def server(command="node", args=(), env=None, **more):
    """The part of a manifest that says what is started."""
    return {"type": "node", "entry_point": "server/index.js", "mcp_config": {"command": command, "args": list(args),
            "env": env or {}, **more}}  # fmt: skip


def packed(path, said, files=None):
    """A bundle with this manifest at `path`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", said if isinstance(said, (str, bytes)) else json.dumps(said))
        for name, text in (files or {"server/index.js": "console.log(1)"}).items():
            archive.writestr(name, text)
    return path
