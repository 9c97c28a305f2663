"""Both ways to confine on Linux. A test is skipped, with the reason, where one of them is not there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.running import Confinement, Profile
from agent.sandbox.linux.alone import LandlockAlone
from agent.sandbox.linux.bubblewrap import Bubblewrap

WAYS: dict[str, Confinement] = {"bubblewrap": Bubblewrap(), "alone": LandlockAlone()}
# What this computer may lack. Anything else that is missing would be our fault, and no reason to skip.
NOT_HERE = re.compile(
    "Install bubblewrap|The kernel of this computer is too old|"
    "bubblewrap cannot make namespaces.*(ermission|namespace failed)"
)


@pytest.fixture(params=list(WAYS))
def way(request) -> Confinement:
    return there(request.param)


def there(name: str) -> Confinement:
    if sys.platform != "linux":
        pytest.skip("Linux only")
    offer = WAYS[name].offer()
    if not offer.there and NOT_HERE.match(offer.missing.en):
        pytest.skip(offer.missing.en)
    assert offer.there, offer.missing.en  # it could be, so it is a fault of ours
    return WAYS[name]


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "room"
    folder.mkdir()
    return folder


@pytest.fixture
def run(way, room):
    """Run something confined with `room` as its working folder, which it may change."""

    def ran(*argv: str, profile: Profile | None = None, **more) -> subprocess.CompletedProcess:
        launch = way.launch(argv, profile or Profile(writes=(room,)), room)
        return subprocess.run(
            launch.argv, env=dict(launch.env), cwd=launch.cwd, capture_output=True, text=True, timeout=60, **more
        )

    return ran


@pytest.fixture
def python(run):
    """Run a text of Python confined, without the packages; what it printed."""

    def printed(text: str, **more) -> str:
        ran = run(sys.executable, "-S", "-c", text, **more)
        assert ran.returncode == 0, ran.stderr
        return str(ran.stdout)

    return printed
