"""What is said to the person, in every language that Deskhand speaks."""

from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages."""

    en: str
    ja: str

    def text(self, language: str) -> str:
        """The words in `language`; English for one that is not known."""
        return self.ja if language == "ja" else self.en

    def of(self, **fields: object) -> "Words":
        """The words with these values for their {fields}. Words among the values speak the language they come into.
        What is counted has two forms: "{count} {count:file|files}" is "1 file" or "3 files".
        """
        en, ja = ({k: v.text(to) if isinstance(v, Words) else v for k, v in fields.items()} for to in ("en", "ja"))
        form = _Forms()
        return Words(form.vformat(self.en, (), en), form.vformat(self.ja, (), ja))


class _Forms(Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        one, two_forms, many = format_spec.partition("|")
        if two_forms:
            return one if str(value) == "1" else many
        return str(super().format_field(value, format_spec))


NO_WORDS = Words("", "")


def joined(*sentences: Words) -> Words:
    """Sentences one after the other: English puts a blank between them, Japanese nothing."""
    return Words(" ".join(one.en for one in sentences if one.en), "".join(one.ja for one in sentences))


def dollars(usd: float) -> str:
    """An amount as it is shown: "$1.20", "$0.0042". Nothing but 0 is shown as 0."""
    if usd <= 0 or usd >= 0.1:
        return f"${usd:,.2f}"
    return f"${max(usd, 0.0001):.4f}" if usd < 0.01 else f"${usd:.3f}".removesuffix("0")


def rate(usd: float) -> str:
    """A price as it is shown: cents always, and what is less than a cent as it is: "$2.00", "$0.60", "$0.075"."""
    whole, _, part = f"{usd:,.6f}".partition(".")
    return f"${whole}.{part.rstrip('0'):0<2}"
