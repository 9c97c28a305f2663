"""AppContainer: Windows refuses what its access entries do not name, and all of the network; a job holds the rest.

Needs Windows 10 and no rights of an administrator. A confined process reads what every app may read (Windows itself,
Program Files), the interpreter, and what it is given. Where the interpreter lies in the person's own folders, an entry
for a capability of ours lets confined processes read it; that one stays, as Chromium's does for its own folder. Never
run on Windows yet.
"""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Launch, Offer, Profile, Tier
from agent.core.words import Words
from agent.sandbox import installation, trying
from agent.sandbox.attempts import attempted
from agent.sandbox.targets import START, Target, environment, target
from agent.sandbox.windows import rights, sids
from agent.sandbox.windows.calls import Calls, system_calls
from agent.sandbox.windows.container import INTERPRETER

_MODULE = "agent.sandbox.windows."
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")
_CLOSED = Words(
    "The folder of Python cannot be opened for confined programs ({why}).",
    "隔離したプログラムから Python のフォルダーを読み取れるように設定できません（{why}）。",
)
_DESCRIPTORS = Words(
    "On Windows a confined program gets its three streams and no other open files.",
    "Windows では、隔離したプログラムに標準入出力以外の開いたファイルを渡せません。",
)


class AppContainer:
    """`agent.core.running.Confinement` by AppContainer and a job object."""

    def __init__(self, calls: Callable[[], Calls] = system_calls) -> None:
        self._calls = calls
        self._tried = trying.Tried(self._measured)

    def offer(self) -> Offer:
        """See Confinement."""
        return self._tried.offer()

    def launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        """See Confinement. There are no descriptors but 0, 1 and 2 (ToolError, code "no_sandbox")."""
        offer = self.offer()
        if not offer.there:
            raise ToolError(offer.missing, "no_sandbox")
        if profile.descriptors:
            raise ToolError(_DESCRIPTORS, "no_sandbox")
        return launch_of(argv, profile, cwd, os.environ)

    def _measured(self) -> Offer:
        offer = Offer(Tier.NATIVE, "AppContainer, job object")
        try:
            calls = self._calls()
            for folder in installation.folders(()):
                rights.share(calls, folder, sids.capability(INTERPRETER))
        except OSError as error:
            return trying.without(offer, _CLOSED.of(why=error.strerror or type(error).__name__))
        with attempted() as (argv, room):
            launch = launch_of(argv, Profile(writes=(room,)), room, os.environ)
            return trying.proved(offer, launch, trying.failed)


def launch_of(argv: tuple[str, ...], profile: Profile, cwd: Path, host: Mapping[str, str]) -> Launch:
    """The launcher with its orders. Both interpreters are the one behind a virtual environment: the program in front of
    it would be a process of its own.
    """
    become = target(argv)
    python = str(getattr(sys, "_base_executable", sys.executable))
    orders = [f"memory={profile.bounds.memory}", f"parent={os.getpid()}"]
    if "LOCALAPPDATA" in host:
        orders.append(f"packages={Path(host['LOCALAPPDATA']) / 'Packages'}")
    if python != sys.executable:
        orders.append(f"venv={sys.executable}")
    orders += [f"read={one}" for one in profile.reads]
    orders += [f"write={one}" for one in profile.writes]
    orders += ["processes"] if profile.processes else []
    orders += ["network"] if profile.network else []
    front = (python, "-I", "-S", "-B", str(START), _MODULE + "launch", *orders, "--")
    return Launch((*front, *_command(become, python)), _environment(profile, cwd, host), cwd)


def _command(become: Target, python: str) -> tuple[str, ...]:
    if not become.python:
        return become.words
    orders = ("site",) if become.site else ()
    return (python, "-I", "-S", "-B", *become.flags, str(START), _MODULE + "within", *orders, "--", *become.words)


def _environment(profile: Profile, cwd: Path, host: Mapping[str, str]) -> Mapping[str, str]:
    """Windows and Python need to know where Windows lies; the home folder has another name there.

    CreateProcessW makes no AppContainer without LOCALAPPDATA (ERROR_ENVVAR_NOT_FOUND), whatever it says.
    """
    found = {**environment(profile, cwd), **{name: host[name] for name in _KEPT if name in host}}
    if profile.env is None:
        found["PATH"] = str(Path(host.get("SYSTEMROOT", "C:/Windows")) / "System32")
    home = found.get("HOME", str(cwd))
    return {"USERPROFILE": home, "APPDATA": home, "LOCALAPPDATA": home, "TEMP": home, "TMP": home, **found}
