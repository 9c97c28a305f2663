"""Edits of presentations beside python-pptx, in the same run. `python tests/benchmarks/presentations.py [FOLDER]`

Each deck of FOLDER (by default the shared ones beside the repository) gets a new slide at its end, by us and by
python-pptx. Printed: how many each can do, how many parts of a package each left as they lie in the zip, and the time
of ours as a share of that of python-pptx. Each deck is tried as it is, as a template and in the Strict dialect.
"""

import sys
import tempfile
import time
import zipfile
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from pptx import Presentation  # noqa: E402

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.opc.parts import parts_of  # noqa: E402
from agent.documents.pptx.presentation import check, edit  # noqa: E402

SHARED = REPO.parent / "shared" / "data" / "office"
STRICT = (
    (b"schemas.openxmlformats.org/officeDocument/2006/", b"purl.oclc.org/ooxml/officeDocument/"),
    (b"schemas.openxmlformats.org/presentationml/2006/main", b"purl.oclc.org/ooxml/presentationml/main"),
    (b"schemas.openxmlformats.org/drawingml/2006/", b"purl.oclc.org/ooxml/drawingml/"),
)
KINDS = {"as it is": (), "template": ((b"presentation.main+xml", b"template.main+xml"),), "Strict": STRICT}


def ours(source: Path, target: Path) -> None:
    """A slide at the end, by us."""
    edit(source, [{"op": "add_slide"}], target)
    check(target)


def theirs(source: Path, target: Path) -> None:
    """A slide at the end, by python-pptx."""
    deck = Presentation(str(source))
    deck.slides.add_slide(deck.slide_layouts[0])
    deck.save(str(target))


def main(folder: Path) -> int:
    """Print the comparison; returns the exit code."""
    with tempfile.TemporaryDirectory() as place:
        for kind, changes in KINDS.items():
            decks = [one for one in sorted(folder.glob("*.pptx")) if is_whole(one)]
            done, same, spent = {ours: 0, theirs: 0}, {ours: 0, theirs: 0}, {ours: 0.0, theirs: 0.0}
            for deck in decks:
                source = Path(place, "deck.pptx" if kind != "template" else "deck.potx")
                rewritten(deck, source, changes)
                took = {who: timed(who, source, Path(place, f"out{source.suffix}"), same) for who in done}
                for who, seconds in took.items():
                    done[who] += seconds is not None
                if took[ours] is not None and took[theirs] is not None:
                    spent[ours] += took[ours] or 0
                    spent[theirs] += took[theirs] or 0
            share = f"{spent[ours] / spent[theirs]:.2f}" if spent[theirs] else "-"
            print(f"{kind}: {len(decks)} decks; done by us {done[ours]}, by python-pptx {done[theirs]}")
            print(f"  parts left as they lie {same[ours]} and {same[theirs]}; time of ours to theirs {share}")
    return 0


def is_whole(deck: Path) -> bool:
    """Whether the zip can be read at all; some are broken on purpose."""
    try:
        with zipfile.ZipFile(deck) as package:
            return package.testzip() is None
    except zipfile.BadZipFile:
        return False


def rewritten(source: Path, target: Path, changes: tuple[tuple[bytes, bytes], ...]) -> None:
    """A copy in another dialect."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            for before, after in changes if name.endswith((".xml", ".rels")) else ():
                data = data.replace(before, after)
            new.writestr(name, data)


def timed(who, source: Path, target: Path, same: dict) -> float | None:
    """The seconds of an edit, None when it cannot be done."""
    target.unlink(missing_ok=True)
    began = time.perf_counter()
    try:
        who(source, target)
    except ToolError:
        return None
    except Exception:  # noqa: BLE001  python-pptx fails in many ways
        return None
    seconds = time.perf_counter() - began
    same[who] += parts_of(source, target).identical
    return seconds


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED))
