"""What is said to the person, in every language that Deskhand speaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages."""

    en: str
    ja: str

    def text(self, language: str) -> str:
        """The words in `language`; English for one that is not known."""
        return self.ja if language == "ja" else self.en


NO_WORDS = Words("", "")


def joined(*sentences: Words) -> Words:
    """Sentences one after the other: English puts a blank between them, Japanese nothing."""
    return Words(" ".join(one.en for one in sentences if one.en), "".join(one.ja for one in sentences))
