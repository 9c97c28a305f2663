"""What of HTML a person does not see: by styles at the elements themselves; style sheets are not followed."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

_SILENT = {"script", "style", "head", "title", "noscript", "template"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "embed", "source", "wbr"}
_NUMBER = r"0*(?:[01](?:\.\d+)?|2(?:\.0+)?|\.\d+)"
# What a style says, and the reason for which its words are not seen.
_STYLES = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (rf"font-size\s*:\s*(?:{_NUMBER}(?:px|pt)|0)(?![\w.])", "tiny text"),
        (r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", "hidden by style"),
        (r"opacity\s*:\s*0*(?:\.0+)?\d?(?![.\d%])(?<![1-9])|clip\s*:\s*rect\(0", "transparent text"),
        (r"(?:text-indent|left|top|margin-left|margin-top|right)\s*:\s*-\d{3,}", "off the page"),
        (r"(?<![\w-])(?:max-)?(?:width|height)\s*:\s*[01](?:px|pt)?\s*(?:;|$|!)", "zero size"),
    )
)
_LIGHT = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#f{3}(?:f{3})?(?:f{2})?\b|white|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255)",
    re.IGNORECASE,
)
SILENT_REASON = "silent"


@dataclass(slots=True)
class Sight:
    """The elements that are open while HTML is read, and whether what stands in them is seen."""

    _open: list[str] = field(default_factory=list)
    _counted: Counter[str] = field(default_factory=Counter)
    _hides: list[tuple[int, str]] = field(default_factory=list)
    _grounds: list[int] = field(default_factory=list)

    @property
    def hidden(self) -> str:
        """The reason for which words here are not seen, "" when they are."""
        return self._hides[-1][1] if self._hides else ""

    def begins(self, tag: str, values: Mapping[str, str]) -> None:
        """An element begins."""
        if tag in _VOID:
            return
        if _is_coloured(values):
            self._grounds.append(len(self._open))
        reason = SILENT_REASON if tag in _SILENT else _reason(values, seen=bool(self._grounds))
        if reason:
            self._hides.append((len(self._open), reason))
        self._open.append(tag)
        self._counted[tag] += 1

    def ends(self, tag: str) -> None:
        """An element ends, and all that were left open in it."""
        # An end without a beginning is skipped: to look for it among all that is open would take for ever.
        while self._counted[tag] and self._open:
            last = self._open.pop()
            self._counted[last] -= 1
            if last == tag:
                break
        while self._grounds and self._grounds[-1] >= len(self._open):
            self._grounds.pop()
        while self._hides and self._hides[-1][0] >= len(self._open):
            self._hides.pop()


def _is_coloured(values: Mapping[str, str]) -> bool:
    return "bgcolor" in values or "background" in values or "background" in values.get("style", "").lower()


def _reason(values: Mapping[str, str], *, seen: bool) -> str:
    """Why the words of an element are not seen; white ones are where something is coloured behind them (`seen`)."""
    style = values.get("style", "")
    if "hidden" in values:
        return "hidden by style"
    for pattern, reason in _STYLES:
        if pattern.search(style):
            return reason
    white = _LIGHT.search(style) or values.get("color", "").lower() in {"white", "#fff", "#ffffff"}
    return "white text" if white and not seen else ""
