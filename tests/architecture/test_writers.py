"""Only `agent/workspace` may write below a Root: nobody else has the words for it, but for the places listed here."""

import ast

import pytest

HOME = "agent/workspace/"
# Places that write, but never below a Root. A place that does not need its permission any more must lose it.
ALLOWED: dict[str, str] = {
    "agent/models/selftest/kept.py": "the last self-tests in the state folder",
    "agent/models/price_book.py": "prices.json in the state folder",
    "agent/packages/written.py": "lists of models and connectors in the state folder",
    "agent/packages/archive.py": "a package that is unpacked, in the state folder",
    "agent/packages/fetching.py": "what was fetched, in the quarantine of packages in the state folder",
    "agent/packages/git.py": "the tree of a commit, in a temporary folder there",
    "agent/packages/store.py": "installed packages and their quarantine, in the state folder",
    "agent/packages/unpacking.py": "its files",
    "agent/sandbox/inside/": "in the Room, in a confined process that has nothing else; its pipes to the host",
    "agent/sandbox/pictures.py": "pictures that code drew, in the host's own folder of a Room",
    "agent/sandbox/probe/": "targets of the escape probe, in a folder that it is given for them and in a temporary one",
    "agent/sandbox/room.py": "the folder of a Room in the state folder, for clones that code may change",
    "agent/sandbox/serving.py": "the folder of a stdio server in the state folder",
    "agent/sandbox/small/places.py": "what document workers made for code, in the folder of a Room",
    "agent/sandbox/small/program.py": "the script in the state folder that starts the small interpreter confined",
    "agent/sandbox/small/sparing.py": "copies of a Room's folder in the host's own, put back when a run begins again",
    "agent/sandbox/stage/": "the same folder, and copies of what is in it in the Staging",
    "agent/session/claim.py": "the lock of a Session in the state folder",
    "agent/session/heads.py": "the head of the record in the state folder, and copies where the person wants them",
    "agent/session/journal.py": "the folder of the Journal's database",
    "connectors/bundles/registry.py": "old answers of the registry in the state folder",
    "agent/documents/": "new documents in the Staging, in a worker; what LibreOffice prints, in a temporary folder",
    "agent/tools/scripts.py": "copies of a skill's files in a Room",
    "agent/tools/spill.py": "long results in the state folder, beside the Session that they belong to",
    "agent/tools/writing.py": "new texts in the Staging",
    "connectors/own/sftp.py": "names of files on another computer",
    "connectors/own/sql_files.py": "sheets of workbooks as CSV, in the folder of one call in the Staging",
    "connectors/own/sql_servers.py": "the certificates that are believed, for libpq, in a temporary folder",
    "connectors/own/calling.py": "what came from outside, in the Staging",
    "desktop/app/": "the window's memory and its lock in the state folder",
    "desktop/cli/changing.py": "results of `deskhand doc` in the Staging",
    "desktop/cli/copies.py": "the private copies of `deskhand doc` in the Staging",
    "desktop/cli/commands.py": "the null device in the place of a pipe that was closed",
    "desktop/compose/budgets.py": "named budgets in the state folder",
    "desktop/compose/connector_logs.py": "the logs of connectors in the state folder",
    "desktop/compose/connectors.py": "the folder of a connector in the state folder, when it is forgotten",
    "desktop/compose/grants.py": "standing permissions in the state folder",
    "desktop/compose/home.py": "the state folder itself",
    "desktop/compose/house.py": "the Staging of a Session that nobody runs",
    "desktop/compose/package_files.py": "a single SKILL.md, in the quarantine of packages in the state folder",
    "desktop/compose/packages.py": "what is looked at, in the quarantine of packages in the state folder",
    "desktop/compose/sample.py": "sample folders in the state folder",
    "desktop/compose/settings.py": "the settings in the state folder",
    "desktop/compose/versions.py": "the rules of retention in the state folder",
    "desktop/wire/stdio.py": "the pipe to the window, or to an editor",
    "skills/approving.py": "copies of approved skills, whose scripts run, in the state folder",
}
_PATH_WORDS = {
    "write_text", "write_bytes", "unlink", "rmdir", "mkdir", "touch", "chmod", "lchmod", "symlink_to", "hardlink_to",
    "rename",
}  # fmt: skip
_OS_WORDS = {
    "remove", "unlink", "rename", "renames", "replace", "rmdir", "removedirs", "mkdir", "makedirs", "link", "symlink",
    "truncate", "chmod", "chown", "utime", "mkfifo", "mknod", "setxattr", "removexattr", "copy_file_range",
}  # fmt: skip
_SHUTIL_WORDS = {
    "copy",
    "copy2",
    "copyfile",
    "copyfileobj",
    "copytree",
    "copymode",
    "copystat",
    "move",
    "rmtree",
    "chown",
}
_OPENERS = {"open", "ZipFile", "TarFile", "fdopen"}


def writers(sources) -> dict[str, list[str]]:
    """Path to the lines that can write, for every file outside of `agent/workspace`."""
    found = {}
    for source in sources:
        if not source.path.startswith(HOME):
            calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
            lines = [f"line {call.lineno}: {word}" for call in calls if (word := writing(call))]
            if lines:
                found[source.path] = lines
    return found


def writing(node: ast.Call) -> str:
    """The word with which a call can change files, or ""."""
    module, word = _name(node.func)
    if (module == "os" and word in _OS_WORDS) or (module == "shutil" and word in _SHUTIL_WORDS):
        return f"{module}.{word}"
    if module and module not in ("os", "shutil", "dataclasses"):
        one_argument = len(node.args) == 1 and not node.keywords  # str.replace has two, Path.replace has one
        if word in _PATH_WORDS or (word == "replace" and one_argument):
            return f".{word}"
    return word if word in _OPENERS and _for_writing(module, node) else ""


def _name(called: ast.expr) -> tuple[str, str]:
    """What stands before the dot, and after it: ("os", "rename"), ("?", "unlink"), ("", "open")."""
    if isinstance(called, ast.Attribute):
        return (called.value.id if isinstance(called.value, ast.Name) else "?"), called.attr
    return "", called.id if isinstance(called, ast.Name) else ""


def _for_writing(module: str, node: ast.Call) -> bool:
    """A mode with w, a, x or +; for os.open a flag that writes or creates; a mode that is not written down counts."""
    if module == "os" and _name(node.func)[1] == "open":
        return any(flag in ast.dump(node) for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"))
    position = 1 if module in ("", "os", "zipfile", "tarfile", "io") else 0
    given = [keyword.value for keyword in node.keywords if keyword.arg == "mode"] or node.args[position : position + 1]
    if not given:
        return False
    mode = given[0]
    if isinstance(mode, ast.Constant):
        return isinstance(mode.value, str) and len(mode.value) <= 5 and bool(set(mode.value) & set("wax+"))
    return module in ("", "os", "io")


def test_nobody_else_writes(sources):
    found = writers([source for source in sources if source.shipped])
    unlisted = {path: lines for path, lines in found.items() if not path.startswith(tuple(ALLOWED))}
    assert unlisted == {}, "return a ChangeSet, or stage a file; see DESIGN.md section 3"


def test_no_permission_outlives_its_need(sources):
    found = writers([source for source in sources if source.shipped])
    assert [place for place in ALLOWED if not any(path.startswith(place) for path in found)] == []


@pytest.mark.parametrize(
    "line",
    [
        "open(p, 'w')", "open(p, mode='ab')", "open(p, how)", "p.open('r+')", "(a / b).open('x')", "p.write_text('')",
        "p.with_name('b').write_bytes(b'')", "p.unlink()", "p.rename(q)", "p.replace(q)", "p.mkdir()",
        "os.replace(p, q)",
        "shutil.rmtree(p)", "os.open(p, os.O_WRONLY | os.O_CREAT)", "zipfile.ZipFile(p, 'w')", "shutil.copyfile(p, q)",
        "os.utime(p)", "p.symlink_to(q)", "os.fdopen(h, 'wb')", "p.chmod(0o600)",
    ],
)  # fmt: skip
def test_a_line_that_writes_is_found(source, line):
    assert writers([source("agent/tools/x.py", line)])
    assert not writers([source("agent/workspace/x.py", line)])


@pytest.mark.parametrize(
    "line",
    [
        "open(p)", "open(p, 'rb')", "open(p, encoding='utf-8')", "p.open()", "p.open('rb')", "p.read_text()",
        "text.replace('a', 'b')", "replace(value, a=1)", "dataclasses.replace(value, a=1)", "zipfile.ZipFile(p)",
        "os.open(p, os.O_RDONLY)", "webbrowser.open(url)", "os.path.join(a, b)",
    ],
)  # fmt: skip
def test_a_line_that_reads_is_left_alone(source, line):
    assert not writers([source("agent/tools/x.py", line)])
