"""Real presentations: each kind of op changes what it names, keeps all other parts, and leaves nothing to repair."""

import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.decks import flaws

OFFICE = Path(__file__).resolve().parents[4] / "shared" / "data" / "office"
DECKS = sorted(OFFICE.glob("*.pptx"))
ROWS = [["品名", "数"], ["ペン", "3"]]
CHART = {"categories": ["東", "西"], "series": [{"name": "s", "values": [1, 2]}]}
AT = {"left": 1, "top": 1, "width": 6, "height": 4}
# What each op may touch, beside the slide itself: beginnings of names.
COMMON = ("[Content_Types].xml", "ppt/slides/")
KINDS: dict[str, tuple[dict[str, object], tuple[str, ...], str]] = {
    "insert_table": ({"rows": ROWS, "at": AT}, (), "ペン | 3"),
    "insert_text_box": ({"text": "置いた言葉", "at": AT}, (), "置いた言葉"),
    "insert_chart": ({"at": AT, **CHART}, ("ppt/charts/", "ppt/embeddings/"), "s: 東 = 1, 西 = 2"),
    "insert_picture": ({"alt": "置いた絵", "at": AT}, ("ppt/media/",), "置いた絵"),
    "set_notes": (
        {"text": "話すこと"},
        ("ppt/notesSlides/", "ppt/notesMasters/", "ppt/theme/", "ppt/presentation", "ppt/_rels/"),
        "話すこと",
    ),
    "add_comment": ({"text": "確認する"}, ("ppt/comment", "ppt/_rels/"), "Deskhand: 確認する"),
}

pytestmark = pytest.mark.skipif(not DECKS, reason="the shared documents are not beside the repository")


@pytest.fixture(scope="module")
def photo(tmp_path_factory) -> Path:
    path = Path(tmp_path_factory.mktemp("photo"), "x.png")
    Image.new("RGB", (40, 30), "navy").save(path)
    return path


def slides_in(documents, real: Path) -> int:
    try:
        facts = documents.read(real, count=1).facts
    except UnreadableError:
        pytest.skip("broken on purpose")
    count = int(facts[0].en.partition(": ")[2])
    if not count:
        pytest.skip("no slides")
    return count


@pytest.mark.parametrize("real", DECKS, ids=lambda path: path.name)
def test_what_is_inserted_is_read_back_and_nothing_else_changes(documents, real, photo, tmp_path):
    last = slides_in(documents, real)
    old = set(flaws(real))
    for name, (fields, places, text) in KINDS.items():
        op: dict[str, object] = {"op": name, "slide": last}
        op |= fields
        op |= {"picture": photo} if name == "insert_picture" else {}
        target = tmp_path / f"{name}.pptx"
        documents.edit(real, [op], target)
        documents.check(target)
        parts = documents.parts(real, target)
        assert parts.removed == ()
        strange = [one for one in (*parts.changed, *parts.added) if not one.startswith((*COMMON, *places))]
        assert not strange or strange_names(real), name
        assert any(text in one.text for one in documents.read(target, count=100_000).passages), name
        assert set(flaws(target)) <= old, name


def strange_names(real: Path) -> bool:
    """Whether the deck has its slides under other names than PowerPoint gives."""
    with zipfile.ZipFile(real) as package:
        return "ppt/presentation.xml" not in package.namelist()


@pytest.mark.parametrize("real", DECKS, ids=lambda path: path.name)
def test_every_shape_can_be_deleted_and_leaves_nothing_to_repair(documents, real, tmp_path):
    last = slides_in(documents, real)
    old = set(flaws(real))
    with pytest.raises(InvalidArgumentsError) as refused:
        documents.edit(real, [{"op": "delete_shape", "slide": last, "shape": 999}], tmp_path / "x.pptx")
    numbers = [int(one) for one in re.findall(r"(\d+) \(", refused.value.words.en)]
    ops: list[dict[str, object]] = [{"op": "delete_shape", "slide": last, "shape": number} for number in numbers]
    target = tmp_path / "x.pptx"
    documents.edit(real, ops, target)
    documents.check(target)
    assert set(flaws(target)) <= old
    left = [
        one for one in documents.read(target, count=100_000).passages if one.anchor.startswith(f"slide {last} shape")
    ]
    assert left == []


@pytest.mark.parametrize("real", DECKS, ids=lambda path: path.name)
def test_a_template_is_made_of_every_deck(documents, real, tmp_path):
    slides_in(documents, real)
    content = {
        "template": real,
        "title": "題",
        "slides": [{"title": "T", "bullets": ["a", "b"]}, {"title": "X", "table": ROWS}],
    }
    target = tmp_path / "new.pptx"
    documents.create(content, target)
    documents.check(target)
    assert set(flaws(target)) <= set(flaws(real))
    texts = "\n".join(one.text for one in documents.read(target).passages)
    assert {"ペン | 3", "題", "T", "a", "b", "X"} <= set(texts.split("\n"))
    assert documents.read(target).facts[0].en == "slides: 3"
