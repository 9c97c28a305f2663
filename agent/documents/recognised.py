"""The words of a picture, as a program reads them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recognised:
    """The paragraphs of a picture, and how sure the program is of the words, from 0 to 100."""

    paragraphs: tuple[str, ...]
    confidence: int
