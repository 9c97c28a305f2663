"""Our own packs: they keep to the letter of the format, and all that they name is there and does what they say."""

import json
import re
import tomllib

import openpyxl
import pytest
from docx import Document
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

from agent.core.messages import ToolSpec
from agent.documents.pool import WorkerDocuments
from agent.tools import running, toolset
from skills.checking import faults
from skills.library import packs, recipes

FENCE = re.compile(r"^```json (edit|create|organise) ?(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r"`([^`\n]+)`")
KINDS = ("xlsx", "docx", "pptx", "pdf", "csv", "eml")
TOOLS = {running.NAME} | {
    made.spec.name for made in vars(toolset).values() if isinstance(getattr(made, "spec", None), ToolSpec)
}
PACKS = {pack.name: pack for pack in packs()}
SKILLS = {f"{pack.name}:{one.name}": one for pack in packs() for one in pack.skills}


@pytest.fixture(scope="module")
def documents():
    pool = WorkerDocuments()
    yield pool
    pool.close()


def workbook(path):
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Sales"
    rows: list[tuple[object, ...]] = [(f"2026-11-0{number}", "Sato", number * 500, "Open") for number in range(1, 6)]
    for row in (("Date", "Client", "Amount", "State"), *rows):
        book.worksheets[0].append(list(row))
    book.save(path)


def paper(path):
    made = Document()
    for text in ("Agreement", "About payment", "Alder pays within 30 days.", "German law applies.", "{{name}}",
                 "{{#items}}{{item}}: {{price}}{{/items}}"):  # fmt: skip
        made.add_paragraph(text)
    made.save(str(path))


def deck(path):
    made = Presentation()
    for _ in range(3):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = "Sales 2025", "A point"
    made.save(str(path))


def pages(path):
    canvas = Canvas(str(path), invariant=1)
    for text in ("total of Sato Taro", "090-1234-5678"):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()


def rows(path):
    path.write_text("Name,Amount\nSato,1\nMori,2\n")


MAKERS = {"xlsx": workbook, "docx": paper, "pptx": deck, "pdf": pages, "csv": rows}


def blocks(action):
    return [
        pytest.param(kind, text, id=f"{name} {kind} {number}")
        for name, skill in SKILLS.items()
        for number, (found, kind, text) in enumerate(FENCE.findall(skill.body))
        if found == action
    ]


@pytest.mark.parametrize(("kind", "text"), blocks("edit"))
def test_ops_that_a_body_shows_are_carried_out(documents, tmp_path, kind, text):
    ops = [json.loads(line) for line in text.splitlines()]
    made = tmp_path / f"made.{kind}"
    sample = tmp_path / f"sample.{kind}"
    MAKERS[kind](sample)
    told = documents.edit(sample, ops, made)
    assert len(told) >= len(ops)
    documents.check(made)


@pytest.mark.parametrize(("kind", "text"), blocks("create"))
def test_contents_that_a_body_shows_are_made(documents, tmp_path, kind, text):
    made = tmp_path / f"made.{kind}"
    documents.create(json.loads(text), made)
    documents.check(made)


@pytest.mark.parametrize(("kind", "text"), blocks("organise"))
def test_items_that_a_body_shows_have_the_form_of_the_tool(kind, text):
    for line in text.splitlines():
        assert set(json.loads(line)) in ({"move", "to"}, {"copy", "to"}, {"folder"}, {"delete"})


def test_the_bodies_show_ops_of_every_kind_that_they_are_about():
    shown = {kind for skill in SKILLS.values() for _, kind, _ in FENCE.findall(skill.body)}
    assert shown >= set(KINDS)


@pytest.mark.parametrize("name", SKILLS)
def test_a_skill_keeps_to_the_letter_and_is_short(name):
    assert faults(SKILLS[name]) == ()
    assert SKILLS[name].problems == ()
    text = (SKILLS[name].folder / "SKILL.md").read_text(encoding="utf-8")
    assert text.count("\n") < 80
    assert max(map(len, text.splitlines())) <= 240


@pytest.mark.parametrize("name", SKILLS)
def test_every_tool_op_and_recipe_that_a_body_names_is_there(documents, name):
    """A name in quotes that looks like one of ours is one of ours."""
    quoted = {word for text in QUOTED.findall(FENCE.sub("", SKILLS[name].body)) for word in [text.strip()]}
    known = {recipe.id for recipe in recipes()}
    ops = {op for kind in (*KINDS, "md", "json", "zip") for op in documents.operations(f"a.{kind}")}
    words = TOOLS | ops | FIELDS | {field.key for recipe in recipes() for field in recipe.fields}
    assert {word for word in quoted if re.fullmatch(r"[a-z]+:[a-z]+", word)} <= known
    assert {word for word in quoted if re.fullmatch(r"[a-z]+(_[a-z]+)*", word)} <= words


# Fields and parts that the bodies name, all of them of tools and formats (`agent/documents/README.md`).
FIELDS = {
    "at", "path", "redline", "markdown", "part", "fields", "properties", "ocr", "title", "wareki", "final", "report",
    "columns",
}  # fmt: skip


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_says_what_it_is_in_both_languages(name):
    told = tomllib.loads((SKILLS[f"{name}:{name}"].folder.parents[1] / "pack.toml").read_text(encoding="utf-8"))
    assert told["license"] == "Apache-2.0"
    assert told["title_ja"]
    assert told["description"]
    assert PACKS[name].problems == ()
