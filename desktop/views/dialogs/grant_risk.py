"""Folders that hold more than a task needs."""

from pathlib import PurePath
from typing import Literal

Risk = Literal["", "everything", "system", "home"]
_SYSTEM = (
    "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/opt", "/proc", "/root", "/run", "/sbin", "/sys", "/usr",
    "/var", "/System", "/Library", "/Applications", "C:/Windows", "C:/Program Files", "C:/Program Files (x86)",
    "C:/ProgramData",
)  # fmt: skip
_USERS = ("/home", "/Users", "C:/Users")


def risk_of(path: str, home: str) -> Risk:
    """Why handing over `path` (absolute) is more than it seems; "" for an ordinary folder."""
    folder = PurePath(path)
    if folder == PurePath(folder.anchor):
        return "everything"
    if folder == PurePath(home) or folder in PurePath(home).parents or any(folder == PurePath(u) for u in _USERS):
        return "home"
    inside_home = folder.is_relative_to(home)
    if not inside_home and any(folder.is_relative_to(system) for system in _SYSTEM):
        return "system"
    return ""
