"""How a package is refused: one sentence that says what is wrong with it."""

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words

_REFUSED = Words("This package was not unpacked: {why}", "このパッケージは展開しませんでした。{why}")
_ABOUT = Words("{name!r}: {why}", "「{name}」: {why}")
_REMEDY = Words(
    "Get it again from where it was published, or ask who made it.",
    "公開元から入手し直すか、作成者にお問い合わせください。",
)


def refused(why: Words, name: str = "", code: str = "hostile_package") -> NeedsUserError:
    """The error for something that is not taken in. `name` is the member that it is about."""
    told = _ABOUT.of(name=shown(name[:200]), why=why) if name else why
    return NeedsUserError(_REFUSED.of(why=told), _REMEDY, code)
