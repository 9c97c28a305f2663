"""Pictures, sounds and files that lie in an Office package: ECMA-376 part 1, 15.2.14 and 15.2.10 to 15.2.12."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from agent.core.words import Words
from agent.documents.mail.enclosed import Enclosed, taken_out
from agent.documents.opc.package import Package


def extract(source: Path, part: str, target: Path) -> tuple[Words, ...]:
    """Write "picture 2", "file 1" or a part by its name ("word/media/image1.png") to `target`.

    Raises:
        InvalidArgumentsError: there is none; the sentence names what there is.
    """
    with Package.open(source) as package:
        return taken_out(list(_enclosed(package)), part, target)


def _enclosed(package: Package) -> Iterator[Enclosed]:
    """Numbered in the order of the parts of the package, media and embedded files apart."""
    for word, folder in (("picture", "/media/"), ("file", "/embeddings/")):
        names = [name for name in package.names if folder in f"/{name.lower()}" and not name.endswith("/")]
        names = [name for name in names if not name.lower().endswith(".rels")]
        for number, name in enumerate(names, 1):
            yield Enclosed(f"{word} {number}", name, partial(package.read, name))
