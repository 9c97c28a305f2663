"""Files that lie in a document: which there are, and one of them taken out byte for byte."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from agent.core.errors import InvalidArgumentsError
from agent.core.paths import shown
from agent.core.words import Words

_TAKEN = Words("Took {name} out ({size:,} {size:byte|bytes}).", "「{name}」を取り出しました({size:,} バイト)。")
_MOST_TOLD = 60


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file in a document at `part` ("attachment 2"), with the `name` that it has there."""

    part: str
    name: str
    load: Callable[[], bytes]


def chosen(found: Sequence[Enclosed], part: str) -> Enclosed:
    """The one at `part`, by its place or by a name that no other has.

    Raises:
        InvalidArgumentsError: there is none, or several of that name; the sentence names what there is.
    """
    wanted = part.strip()
    named = [one for one in found if one.part.lower() == wanted.lower()] or [one for one in found if one.name == wanted]
    if len(named) == 1:
        return named[0]
    told = "; ".join(f"{one.part}: {one.name}" if one.part != one.name else one.part for one in found[:_MOST_TOLD])
    count = f"{len(named)} files are called" if named else "No file is"
    raise InvalidArgumentsError(f"{count} {part!r} in it. There are: {told or 'none'}.")


def extension_of(name: str) -> str:
    """The extension of a name that a stranger gave, as a system takes it that drops dots and spaces at the end."""
    return PurePosixPath(name.replace("\\", "/").rstrip(". ")).suffix.lower()


def taken_out(found: Sequence[Enclosed], part: str, target: Path) -> tuple[Words, ...]:
    """Write the one at `part` to `target`, which has its extension: what a file is called decides what opens it.

    Raises:
        InvalidArgumentsError: as `chosen`, or another extension is wanted.
    """
    one = chosen(found, part)
    extension = extension_of(one.name)
    if extension and target.suffix.lower() != extension:
        raise InvalidArgumentsError(
            f"{one.name!r} ends in {extension}, and so must `to`. For another format, extract it and then convert it."
        )
    data = one.load()
    target.write_bytes(data)
    return (_TAKEN.of(name=shown(one.name or one.part), size=len(data)),)
