"""The numbers that Word draws before paragraphs, in each of its formats (ECMA-376 part 1, 17.18.59, ST_NumberFormat).

A number beyond those that a format has is drawn in digits, as Word does. Words are English.
"""

from collections.abc import Callable, Mapping

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_KANJI = "〇一二三四五六七八九"
_LEGAL = "〇壱弐参四五六七八九"
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ["ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
             "twelve": "twelfth"}  # fmt: skip
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"


def drawn_number(number: int, form: str) -> str:
    """A number in a format of Word ("lowerRoman"), in digits for one that is not known here."""
    return _FORMATS.get(form, str)(number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for size, letters in _ROMAN:
        while number >= size:
            text, number = text + letters, number - size
    return text


def _digits(number: int) -> str:
    return "".join(_KANJI[int(digit)] for digit in str(number))


def _chinese(number: int) -> str:
    return _counted(number, _KANJI, "十百千") if number < 100 else _digits(number)


def _counted(number: int, digits: str, units: str) -> str:
    """As a Japanese counts: 百二十三."""
    if not 0 < number < 10_000:
        return str(number) if number else digits[0]
    text = ""
    for at, digit in enumerate(reversed(str(number))):
        if digit != "0":
            unit = ("", *units)[at]
            text = ("" if digit == "1" and unit else digits[int(digit)]) + unit + text
    return text


def _thousands(number: int) -> str:
    """As a Chinese counts: 一百零一."""
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for at, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            gap = True
            continue
        text += ("零" if gap and text else "") + _KANJI[int(digit)] + ("", "十", "百", "千")[at]
        gap = False
    return text.removeprefix("一") if 10 <= number < 20 else text


def _ordinal(number: int) -> str:
    end = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{end}"


def _cardinal_words(number: int) -> str:
    if not 0 <= number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    below = _ONES[rest] if rest < 20 else _TENS[tens - 1] + (f"-{_ONES[ones]}" if ones else "")
    found = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    return " ".join([*found, *([below] if rest or not hundreds else [])]).capitalize()


def _ordinal_words(number: int) -> str:
    said = _cardinal_words(number)
    if said.isdecimal():
        return _ordinal(number)
    head, last = said[: -len(said.replace("-", " ").split()[-1])], said.replace("-", " ").split()[-1].lower()
    ended = _ORDINALS.get(last) or (last.removesuffix("y") + "ie" if last.endswith("y") else last) + "th"
    return (head + ended)[:1].upper() + (head + ended)[1:]


def _signs(first: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 1 <= number <= count else str(number)


def _of(signs: str, *, again: bool = False) -> Callable[[int], str]:
    last = 10**9 if again else len(signs)
    return lambda number: signs[(number - 1) % len(signs)] if 1 <= number <= last else str(number)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _number: "",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "ordinal": _ordinal,
    "cardinalText": _cardinal_words,
    "ordinalText": _ordinal_words,
    "numberInDash": lambda number: f"- {number} -",
    "japaneseCounting": lambda number: _counted(number, _KANJI, "十百千"),
    "japaneseLegal": lambda number: _counted(number, _LEGAL, "拾百阡"),
    "japaneseDigitalTenThousand": _digits,
    "ideographDigital": _digits,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _thousands,
    "taiwaneseCountingThousand": _thousands,
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _signs(0x2460, 20),
    "decimalEnclosedCircleChinese": _signs(0x2460, 20),
    "decimalEnclosedParen": _signs(0x2474, 20),
    "decimalEnclosedFullstop": _signs(0x2488, 20),
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)}),
    "aiueo": _of(_AIUEO, again=True),
    "aiueoFullWidth": _of(_AIUEO, again=True),
    "iroha": _of(_IROHA, again=True),
    "irohaFullWidth": _of(_IROHA, again=True),
}
