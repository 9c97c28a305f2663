"""Days as people write them in Japan: 2026年9月10日, 令和8年9月10日, R8.9.10, 2026/9/10."""

import datetime
import re

_FIRST_YEARS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019, "M": 1868, "T": 1912, "S": 1926,
                "H": 1989, "R": 2019}  # fmt: skip
_DAY = re.compile(
    rf"(?:({'|'.join(_FIRST_YEARS)})(\d{{1,2}}|元)[年./-]|(\d{{4}})[年./-])(\d{{1,2}})[月./-](\d{{1,2}})日?"
)


def day_in(text: str) -> datetime.date | None:
    """The day that a text writes out; None when it is none."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    era, told, year, month, day = found.groups()
    number = _FIRST_YEARS[era] + (1 if told == "元" else int(told)) - 1 if era else int(year)
    try:
        return datetime.date(number, int(month), int(day))
    except ValueError:
        return None
