"""Names that look like those of known publishers, and are others."""

import re
import unicodedata
from collections.abc import Iterator

from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.package import Advice, Package, Signed, Weight

# A name, and where its own packages come from.
_KNOWN = {
    "anthropic": "github.com/anthropics/",
    "claude": "github.com/anthropics/",
    "openai": "github.com/openai/",
    "chatgpt": "github.com/openai/",
    "microsoft": "github.com/microsoft/",
    "google": "github.com/google",
    "github": "github.com/github/",
    "amazon": "github.com/aws",
    "vercel": "github.com/vercel",
    "cursor": "github.com/getcursor/",
    "atlassian": "github.com/atlassian",
    "cloudflare": "github.com/cloudflare/",
    "huggingface": "github.com/huggingface/",
    "salesforce": "github.com/salesforce",
    "deskhand": "",
}
_ALIKE = str.maketrans(
    {
        "0": "o", "1": "l", "3": "e", "5": "s", "|": "l", "!": "i", "а": "a", "с": "c", "е": "e", "о": "o", "р": "p",
        "х": "x", "у": "y", "і": "i", "ѕ": "s", "ԁ": "d", "һ": "h", "ӏ": "l", "ո": "n", "α": "a", "ο": "o", "ρ": "p",
        "ν": "v", "ı": "i", "ɡ": "g", "т": "t", "м": "m", "н": "h", "к": "k", "в": "b",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_LIKE = Words(
    "{said!r} looks like {known!r} and is spelt differently.", "「{said}」は「{known}」に似せた、異なる綴りの名前です。"
)
_MIXED = Words("{said!r} mixes letters of several alphabets.", "「{said}」には、複数の文字体系の文字が混ざっています。")
_SAYS = Words(
    "It says that {known} made it. Nothing here proves that.",
    "作成者は {known} とされていますが、それを裏付けるものはありません。",
)


def look_alikes(package: Package) -> Iterator[Advice]:
    """Names of the package and its publisher that a person may take for others."""
    told: set[str] = set()
    for said in (package.publisher, package.title, package.name):
        for word in _WORD.findall(said):
            if word not in told:
                told.add(word)
                yield from _of_word(word)
    claimed = next((word for word in _WORD.findall(package.publisher.casefold()) if word in _KNOWN), None)
    if claimed is not None and package.signature.state is not Signed.TRUSTED and not _is_home(package.origin, claimed):
        yield Advice(Weight.NOTE, _SAYS.of(known=shown(package.publisher)))


def _of_word(word: str) -> Iterator[Advice]:
    plain = word.casefold()
    if plain in _KNOWN:
        return
    known = next((one for one in _KNOWN if _skeleton(plain) == _skeleton(one) or _is_slip(plain, one)), None)
    if known is not None:
        yield Advice(Weight.WARNING, _LIKE.of(said=shown(word), known=known))
    elif len({_alphabet(letter) for letter in word if letter.isalpha()} & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
        yield Advice(Weight.WARNING, _MIXED.of(said=shown(word)))


def _skeleton(word: str) -> str:
    plain = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
    return plain.casefold().translate(_ALIKE).replace("rn", "m").replace("vv", "w").replace("cl", "d")


def _is_slip(word: str, known: str) -> bool:
    """One letter more, less, other or two in the other order. Short names are too near to ordinary words."""
    if len(known) < 7 or abs(len(word) - len(known)) > 1 or word in (f"{known}s", known[:-1]):
        return False
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    left, right = word[start:], known[start:]
    swapped = len(left) > 1 and len(right) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _is_home(origin: str, claimed: str) -> bool:
    home = _KNOWN[claimed]
    return bool(home) and origin.startswith((f"https://{home}", f"git+https://{home}"))
