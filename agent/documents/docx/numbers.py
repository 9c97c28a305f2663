"""Which words are numbers that a column of them sets at the right."""


def is_number(text: str) -> bool:
    """Whether a text is one number, with a sign, a currency or a percent."""
    plain = text.strip().strip("¥￥$€£%％円△▲()+-−, ").replace(",", "").replace(".", "", 1)
    return plain.isdecimal()
