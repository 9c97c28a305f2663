"""Values as a cell shows them: the usual number formats, dates, Japanese eras. ECMA-376 part 1, 18.8.30 and 18.8.31.

What no rule here knows is shown plainly, so this is for widths and filters and never for values.
"""

import datetime
import re

from agent.core.documents import Value

_TOKENS = re.compile(
    r"\"(?P<words>[^\"]*)\"|\\(?P<one>.)|_.|\*.|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<spent>h+|m+|s+)\]|\[[^\]]*\]"
    r"|(?P<digits>[#0?,]+(?:\.[#0?]+)?)|(?P<half>AM/PM)|(?P<part>g{1,3}|e{1,2}|r+|y{1,4}|m{1,5}|d{1,4}|aaaa?|h{1,2}|s{1,2})"
    r"|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTIONS = re.compile(r"((?:\"[^\"]*\"|\\.|\[[^\]]*\]|[^;\"\\\[])*)(?:;|$)")
_ERAS = (
    (datetime.date(2019, 5, 1), "令和"),
    (datetime.date(1989, 1, 8), "平成"),
    (datetime.date(1926, 12, 25), "昭和"),
    (datetime.date(1912, 7, 30), "大正"),
    (datetime.date(1868, 1, 25), "明治"),
)
_ERA_LETTERS = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}
_DAYS = "月火水木金土日"
_BUILT_IN_DATE = "yyyy/m/d"


def displayed(value: Value, code: str) -> str:
    """A value in a number format; dates without a known format as in Japan."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, (datetime.date, datetime.time)):
        return _moment(value, code or _usual(value))
    return _number(value, code)


def _usual(value: datetime.date | datetime.time) -> str:
    if isinstance(value, datetime.time):
        return "h:mm"
    return f"{_BUILT_IN_DATE} h:mm" if isinstance(value, datetime.datetime) else _BUILT_IN_DATE


def _plain(number: float) -> str:
    if abs(number) < 1e11 and number == int(number):
        return str(int(number))
    return f"{number:.10g}"


def _number(number: float, code: str) -> str:
    if not code or code.lower() == "general":
        return _plain(number)
    sections = _SECTIONS.findall(code)[:-1] or [code]
    section, sign = sections[0], "-" if number < 0 else ""
    if number < 0 and len(sections) > 1:
        section, sign = sections[1], ""
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    if found := re.search(r"\[(h+|m+|s+)\]", section, re.IGNORECASE):
        return _spent(number, section, found[1][0].lower())
    return sign + _filled(abs(number), section)


def _filled(number: float, section: str) -> str:
    out, written = "", False
    scaled = number * 100 ** len(re.findall(r"%", re.sub(r"\"[^\"]*\"", "", section)))
    for found in _TOKENS.finditer(section):
        if found["digits"] and not written:
            out += _digits(scaled, found["digits"])
            written = True
        else:
            out += found["words"] or found["one"] or found["money"] or found["plain"] or found["part"] or ""
    return out.strip()


def _digits(number: float, pattern: str) -> str:
    whole, _, rest = pattern.partition(".")
    number /= 1000 ** (len(whole) - len(whole.rstrip(",")))
    text = f"{number:,.{len(rest)}f}" if "," in whole.rstrip(",") else f"{number:.{len(rest)}f}"
    left, point, right = text.partition(".")
    while right and rest[len(right) - 1] in "#?" and right.endswith("0"):
        right = right[:-1]
    return left.rjust(whole.count("0"), "0") + (point + right if right else "")


def _spent(days: float, section: str, unit: str) -> str:
    seconds = round(days * 86_400)
    hours, minutes = seconds // 3600, seconds // 60
    if unit == "h":
        tail = f":{minutes % 60:02}" if "m" in section.lower().replace("[h]", "") else ""
        return f"{hours}{tail}" + (f":{seconds % 60:02}" if "s" in section.lower() else "")
    return (
        f"{minutes}:{seconds % 60:02}"
        if unit == "m" and "s" in section.lower()
        else str(minutes if unit == "m" else seconds)
    )


def _moment(value: datetime.date | datetime.time, code: str) -> str:
    day = value if isinstance(value, datetime.date) else datetime.date(1900, 1, 1)
    clock = (
        value.time() if isinstance(value, datetime.datetime) else value if isinstance(value, datetime.time) else None
    )
    clock = clock or datetime.time()
    half = "am/pm" in code.lower()
    out, before = "", ""
    for found in _TOKENS.finditer(code.partition(";")[0]):
        part = (found["part"] or "").lower()
        # An "m" beside hours or seconds stands for minutes.
        minutes = part in {"m", "mm"} and (before.startswith("h") or re.match(r"[^a-z]*s", code[found.end() :].lower()))
        if part:
            out += f"{clock.minute:0{len(part)}}" if minutes else _piece(part, day, clock, half=half)
            before = part
        elif found["half"]:
            out += "AM" if clock.hour < 12 else "PM"
        else:
            out += found["words"] or found["one"] or found["plain"] or found["digits"] or ""
    return out.strip()


def _piece(part: str, day: datetime.date, clock: datetime.time, *, half: bool) -> str:
    plain = datetime.date(day.year, day.month, day.day)
    begun, era = next(((begun, era) for begun, era in _ERAS if plain >= begun), (_ERAS[-1][0], ""))
    width = len(part)
    pieces = {
        "y": str(day.year) if width > 2 else f"{day.year % 100:02}",
        "e": f"{day.year - begun.year + 1:0{width}}",
        "g": {1: _ERA_LETTERS.get(era, ""), 2: era[:1]}.get(width, era),
        "m": _named(width, f"{day.month:0{width}}", day.strftime("%b"), day.strftime("%B")),
        "d": _named(width, f"{day.day:0{width}}", day.strftime("%a"), day.strftime("%A")),
        "a": _DAYS[day.weekday()] + ("曜日" if width == 4 else ""),
        "h": f"{(clock.hour - 1) % 12 + 1 if half else clock.hour:0{width}}",
        "s": f"{clock.second:0{width}}",
    }
    return pieces.get(part[0], pieces["e"])


def _named(width: int, number: str, short: str, long: str) -> str:
    return number if width < 3 else short if width == 3 else long
