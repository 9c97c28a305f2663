"""Names that some systems cannot tell apart: they differ only in upper and lower case or in Unicode form."""

import unicodedata


def folded(name: str) -> str:
    """What all such names have in common. Source: caseless matching of the Unicode Standard, 3.13 (D146)."""
    if name.isascii():
        return name.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
