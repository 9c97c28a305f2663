"""Signs of symbol fonts (w:sym, ECMA-376 part 1, 17.3.3.30) as characters that any font has.

Symbol fonts lie in the private area from U+F020 on; the codes are those of Adobe's Symbol encoding and of Wingdings.
"""

from agent.documents.docx.names import Element, value

# Latin keys to the Greek letters of the Symbol font.
_GREEK = dict(
    zip(
        "abgdezhqiklmnxoprstufcywABGDEZHQIKLMNXOPRSTUFCYW",
        "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
        strict=True,
    )
)
_SYMBOL = {
    0x2D: "−", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xC9: "⊃", 0xCC: "⊂", 0xCD: "⊆", 0xCE: "∈",
    0xCF: "∉", 0xD0: "∠", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔",
    0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪",
    0xA8: "◻", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def symbol_text(symbol: Element) -> str:
    """The character that a <w:sym> draws; a bullet when only its font knows."""
    code = value(symbol, "char")
    if not code or len(code) > 5 or any(one not in "0123456789abcdefABCDEF" for one in code):
        return ""
    number = int(code, 16)
    if 0xD800 <= number <= 0xDFFF:
        return ""  # half of a pair, which no text can hold
    if not 0xF000 <= number <= 0xF0FF:
        return chr(number)
    key, font = number - 0xF000, value(symbol, "font").lower()
    if font == "symbol":
        return _SYMBOL.get(key) or _GREEK.get(chr(key)) or (chr(key) if 0x20 <= key < 0x7F else "•")
    return _WINGDINGS.get(key, "•") if font.startswith("wingdings") else "•"
