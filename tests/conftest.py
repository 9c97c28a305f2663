"""What every test needs: no screen, a state folder of its own, and no way to another machine."""

import gc
import ipaddress
import os
import socket
import sys
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis import settings

# Properties whose examples take long try a part of the usual number; with this one and `--timeout=0` many more.
settings.register_profile("long", max_examples=4_000, deadline=None)

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt


class NetworkError(AssertionError):
    """A test wanted to talk to another machine."""


def _refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: it sees every connection of the interpreter, whichever library makes it."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and not _is_here(str(address[0])):
            raise NetworkError(f"A test may only reach 127.0.0.1, not {address[0]}.")
    if event == "socket.getaddrinfo" and arguments[0] and not _is_here(arguments[0]):
        raise NetworkError(f"A test may not look up {arguments[0]!r}.")


def _is_here(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name in ("localhost", "", socket.gethostname())


sys.addaudithook(_refuse_other_machines)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded to find the tests stays to the end: it is never looked through for garbage, which took 2 s here
    and 0.4 s at each full look later.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The state folder of this run, also for processes that tests start. The person has no skills there."""
    folder = str(tmp_path_factory.mktemp("home"))
    given = {"DESKHAND_HOME": folder, "DESKHAND_PERSON_HOME": str(tmp_path_factory.mktemp("person"))}
    before = {name: os.environ.get(name) for name in given}
    os.environ |= given
    yield folder
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
