"""All Recipes and built-in packs, and which of them fit a typed task or a folder."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agent.core.errors import NotFoundError
from agent.core.paths import shown
from agent.core.ports import Entry
from agent.core.words import Words
from skills.files.duplicates import DUPLICATES
from skills.files.organise import ORGANISE
from skills.files.rename import RENAME
from skills.files.search import SEARCH
from skills.pdf.pages import PAGES
from skills.pdf.tables import PDF_TABLES
from skills.phrase import Phrase, understood
from skills.reader import Pack, Skill, read_pack
from skills.receipts.expenses import EXPENSES
from skills.recipe import Fit, Recipe
from skills.reports.inventory import INVENTORY
from skills.tables.clean import CLEAN
from skills.tables.combine import COMBINE

_PACKS = Path(__file__).parent / "packs"
_ENOUGH = 3
_MOST = 4


@dataclass(frozen=True, slots=True)
class Suggested:
    """A Recipe that fits, with its form filled; `why` in the person's language."""

    recipe: str
    values: Mapping[str, str]
    why: str


def recipes() -> tuple[Recipe, ...]:
    """Every Recipe, in the order in which they are shown."""
    return (
        ORGANISE,
        EXPENSES,
        COMBINE,
        CLEAN,
        PAGES,
        PDF_TABLES,
        RENAME,
        DUPLICATES,
        SEARCH,
        INVENTORY,
    )


def find_recipe(identity: str) -> Recipe:
    """The Recipe of that id.

    Raises:
        NotFoundError: there is none; the sentence lists those that there are.
    """
    for known in recipes():
        if known.id == identity:
            return known
    ids = ", ".join(known.id for known in recipes())
    name = shown(identity)
    raise NotFoundError(
        Words(
            f"There is no recipe {name!r}; there are {ids}.",
            f"「{name}」というレシピはありません。使えるレシピは {ids} です。",
        )
    )


def match(text: str, language: str, entries: Sequence[Entry]) -> tuple[Suggested, ...]:
    """Recipes that a typed task means, best first, their forms filled from the words; at most four.

    `entries` is what lies in the granted folders: only files that are there are filled in.
    """
    phrase = understood(text, entries)
    found = [(known, hits) for known in recipes() if sum((hits := _hits(known, phrase)).values()) >= _ENOUGH]
    found.sort(key=lambda pair: -sum(pair[1].values()))
    return tuple(_meant(known, phrase, hits, language) for known, hits in found[:_MOST])


def _hits(known: Recipe, phrase: Phrase) -> dict[str, int]:
    found = ((re.search(word, phrase.folded, re.ASCII), weight) for word, weight in known.keywords.items())
    return {hit[0].strip(): weight for hit, weight in found if hit is not None}


def _meant(known: Recipe, phrase: Phrase, hits: Mapping[str, int], language: str) -> Suggested:
    values = known.defaults() | dict(known.fills(phrase))
    quoted = "".join(f"「{word}」" for word in hits) if language == "ja" else ", ".join(f"“{word}”" for word in hits)
    return Suggested(known.id, values, Words(f"It fits {quoted}.", f"{quoted}に合います。").text(language))


def fitting(entries: Sequence[Entry], language: str) -> tuple[Suggested, ...]:
    """Recipes that the contents of a folder call for, best first, at most four."""
    fits: list[tuple[Recipe, Fit]] = [(known, fit) for known in recipes() if (fit := known.fits(entries)) is not None]
    fits.sort(key=lambda pair: -pair[1].weight)
    return tuple(
        Suggested(known.id, known.defaults() | dict(fit.values), fit.why.text(language)) for known, fit in fits[:_MOST]
    )


@cache
def packs() -> tuple[Pack, ...]:
    """The built-in packs, read once in a process: they are a part of the program, and each Turn asks for them."""
    return tuple(read_pack(found.parent) for found in sorted(_PACKS.glob("*/pack.toml")))


def skills() -> dict[str, Skill]:
    """The built-in skills by "pack:name"; those without a description are left out."""
    return {f"{pack.name}:{s.name}": s for pack in packs() for s in pack.skills if s.description}


def skill_catalogue() -> str:
    """What a model is told of the skills: a line each, names and when they fit; "" when there are none.

    The body is loaded by the tool `skill`.
    """
    return "\n".join(f"- {name}: {skill.description}" for name, skill in skills().items())
