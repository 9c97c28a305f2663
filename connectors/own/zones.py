"""Time zones by their names, the one of this computer among them."""

import contextlib
import datetime
import os
import sys
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent.core.errors import InvalidArgumentsError

_BEFORE = "zoneinfo/"
_LINK = Path("/etc/localtime")
_KEY = r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation"


def zone_of(name: str) -> datetime.tzinfo:
    """A zone by its name ("Asia/Tokyo"); this computer's without one. Raises InvalidArgumentsError."""
    if not name:
        return zone_here()
    found = _named(name)
    if found is None:
        raise InvalidArgumentsError(f"There is no time zone {name!r}; say it like 'Asia/Tokyo'.")
    return found


def zone_here() -> datetime.tzinfo:
    """This computer's zone with its name and its summer times; when nobody says it, the difference of today to UTC.

    A difference alone is right for no other day where there is summer time, and means nothing to other programs.
    """
    told = os.environ.get("TZ", "").removeprefix(":") or (_of_windows() if sys.platform == "win32" else _of_link(_LINK))
    return _named(told) or datetime.datetime.now().astimezone().tzinfo or datetime.UTC


def in_zone(value: datetime.date, zone: datetime.tzinfo) -> datetime.date:
    """A time of UTC as people in a zone read it: UTC is what a program wrote, and nobody's zone."""
    if isinstance(value, datetime.datetime) and value.tzinfo is not None and value.tzname() == "UTC":
        return value.astimezone(zone)
    return value


def writable(value: datetime.date) -> datetime.date:
    """A time that other programs understand: in a zone that has a name, else in UTC."""
    if isinstance(value, datetime.datetime) and isinstance(value.tzinfo, datetime.timezone):
        return value.astimezone(datetime.UTC)
    return value


def _named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _of_link(link: Path) -> str:
    """Linux and macOS: the link leads to the rules of the zone, and their path ends with its name."""
    try:
        return str(link.readlink()).rpartition(_BEFORE)[2]
    except OSError:
        return ""


def _of_windows() -> str:
    """Windows: what the registry calls it, in the names that others have."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  # only there

        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415  # beside it

        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _KEY) as key:
            name = str(winreg.QueryValueEx(key, "TimeZoneKeyName")[0])
            return WINDOWS_TO_OLSON.get(name.partition("\0")[0], "")
    return ""
