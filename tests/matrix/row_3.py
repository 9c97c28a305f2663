"""Row 3: published Claude plugins: verdicts as those of `claude plugin validate`, connectors by kind, marketplaces."""

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from agent.packages.package import Package, Transport
from skills.formats.marketplace import read_marketplace
from skills.formats.packaged import packaged
from tests.matrix.tally import Data, Tally

TITLE = "Claude plugins: 62 manifests, 153 connectors, two marketplaces"
# Plugins in the copy, and those that `claude plugin validate` 2.1.197 fails, measured by running it.
_KNOWN: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "anthropics/knowledge-work-plugins": (22, ()),
    "anthropics/claude-plugins-official": (40, ("pr-review-toolkit",)),
}
_OFFERS = {"anthropics/knowledge-work-plugins": (94, 22, 72), "anthropics/claude-plugins-official": (286, 53, 233)}
_CONNECTORS = {"all": 153, "without an address": 32, "with OAuth": 14, "with a token": 3, "sse": 1, "stdio": 1}


def run(data: Data) -> Tally:
    """Read all plugins of both collections."""
    tally = Tally()
    for repository, (count, failing) in _KNOWN.items():
        folder = data.found(repository)
        if folder is None:
            tally.skip(f"{repository} is not on this computer", count)
            continue
        found = [_read(path.parents[1]) for path in sorted(folder.rglob(".claude-plugin/plugin.json"))]
        tally.check(len(found) == count, f"{folder.name}: {len(found)} plugins, not {count}")
        for one in found:
            good = bool(one.problems) == (one.name in failing)
            tally.check(good, f"{one.name}: {[words.en for words in one.problems]}")
        if "knowledge" in repository:
            _connectors(found, tally)
        _marketplace(repository, folder, tally)
        _reference(found, tally)
    return tally


def _read(folder: Path) -> Package:
    return packaged(folder, "https://github.com/anthropics/x")


def _connectors(found: list[Package], tally: Tally) -> None:
    kinds = Counter[str]()
    for one in (server for package in found for server in package.connectors):
        kinds["all"] += 1
        kinds["without an address"] += not one.url and not one.command
        kinds["with OAuth"] += bool(one.oauth)
        kinds["with a token"] += any("${" in value for value in one.headers.values())
        kinds["sse"] += one.transport is Transport.SSE
        kinds["stdio"] += one.transport is Transport.STDIO
        good = not one.problem.en or not one.url
        tally.check(good, f"{one.name}: {one.problem.en}")
    tally.check(dict(kinds) == _CONNECTORS, f"connectors by kind: {dict(kinds)}")


def _marketplace(repository: str, folder: Path, tally: Tally) -> None:
    market = read_marketplace(folder, f"https://github.com/{repository}")
    fetched = [one for one in market.offers if one.remote is not None]
    counts = (len(market.offers), len(market.offers) - len(fetched), len(fetched))
    tally.check(counts == _OFFERS[repository], f"{folder.name}: {counts} offers")
    tally.check(not market.advice, f"{folder.name} is no look-alike of itself")
    tally.check(bool(read_marketplace(folder, "https://example.com/").advice), f"{folder.name} from elsewhere is one")
    away = sum(bool(one.problem.en) for one in market.offers)
    if away:
        tally.told.append(f"{folder.name}: {away} plugins in the list have no folder in this copy")


def _reference(found: list[Package], tally: Tally) -> None:
    """The reference tool itself, when it is there: DESKHAND_CLAUDE, or `claude` on the search path."""
    program = os.environ.get("DESKHAND_CLAUDE") or shutil.which("claude")
    if not program:
        tally.skip("`claude` is not on this computer; its verdicts of 2.1.197 are compared", len(found))
        return
    with tempfile.TemporaryDirectory() as home:
        for one in found:
            copy = Path(home) / "plugins" / one.name  # it may write beside what it looks at
            shutil.copytree(one.folder, copy)
            words = [program, "plugin", "validate", str(copy)]
            env = {"HOME": home, "PATH": os.environ.get("PATH", "")}
            good = subprocess.run(words, check=False, capture_output=True, env=env, timeout=120).returncode == 0
            tally.check(good != bool(one.problems), f"{one.name}: the reference says {good}")
