"""Forms of PDFs: filled in so that every viewer shows it, and made a part of their pages."""

import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from agent.core.errors import InvalidArgumentsError
from agent.documents.pdf.objects import array_at, dictionary_at
from tests.agent.documents.pdfs import annotations, darkest, form, grows, needs_japanese_font, texts, values


def larger(path):
    """A form with fields of more kinds."""
    drawn = canvas.Canvas(str(path), pagesize=A4)
    fields = drawn.acroForm
    fields.textfield(name="address", x=50, y=600, width=200, height=80, fieldFlags="multiline", fontSize=11)
    fields.textfield(name="code", x=300, y=700, width=140, height=24, maxlen=7, fieldFlags="comb")
    fields.textfield(name="fixed", value="as it is", x=300, y=600, fieldFlags="readOnly")
    fields.textfield(name="short", x=300, y=560, width=60, height=20, fontSize=12)
    fields.listbox(name="list", options=["A", "B", "C"], value="A", x=400, y=460, width=80, height=60)
    drawn.showPage()
    drawn.save()
    return path


def filled(documents, source, fields, target):
    return documents.edit(source, [{"op": "fill", "fields": fields}], target)[0].en


@needs_japanese_font
def test_japanese_in_a_field_is_drawn_in_an_embedded_font(documents, tmp_path):
    source = form(tmp_path / "a.pdf")
    filled(documents, source, {"name": "山田太郎"}, tmp_path / "out.pdf")
    assert grows(source, tmp_path / "out.pdf")
    (widget,) = [one for one in annotations(tmp_path / "out.pdf") if one.get("/T") == "name"]
    fonts = dictionary_at(widget, "/AP", "/N", "/Resources", "/Font")
    assert fonts is not None
    descendants = [one for font in fonts.values() for one in array_at(font, "/DescendantFonts")]
    programs = ("/FontFile2", "/FontFile3")
    assert any(dictionary_at(one, "/FontDescriptor", key) for one in descendants for key in programs)
    documents.render(tmp_path / "out.pdf", 1, tmp_path / "out.png", width=595)
    assert darkest(tmp_path / "out.png", (103, 82, 150, 98)) < 120


def test_a_button_has_a_name_as_its_value_and_shows_one_state(documents, tmp_path):
    filled(documents, form(tmp_path / "a.pdf"), {"pay": "card", "agreed": "はい"}, tmp_path / "out.pdf")
    states = {}
    for one in annotations(tmp_path / "out.pdf"):
        parent = dictionary_at(one, "/Parent")
        if parent is not None and parent.get("/T") == "pay":
            states[str(one["/AS"])] = type(parent["/V"]).__name__, str(parent["/V"])
    assert states == {"/card": ("NameObject", "/card"), "/Off": ("NameObject", "/card")}
    assert values(tmp_path / "out.pdf")["agreed"] == "/Yes"


@needs_japanese_font
def test_long_text_is_broken_into_lines_and_what_has_no_room_is_told(documents, tmp_path):
    address = "〒100-0001 東京都千代田区千代田1丁目1番1号 サンプルビル10階\n株式会社サンプル"
    source = larger(tmp_path / "a.pdf")
    said = filled(
        documents, source, {"address": address, "short": "とても長い名前", "code": "1000001"}, tmp_path / "b.pdf"
    )
    assert said.endswith("The text is longer than its field can show: short.")
    documents.edit(tmp_path / "b.pdf", [{"op": "flatten"}], tmp_path / "out.pdf")
    found = "".join("".join(texts(documents, tmp_path / "out.pdf")).split())
    assert "東京都千代田区" in found
    assert "株式会社サンプル" in found
    assert "1000001" in found


@pytest.mark.parametrize(
    "fields",
    [{"code": "12345678"}, {"fixed": "x"}, {"short": "two\nlines"}, {"list": "Z"}, {"short": True}, {"short": ["x"]}],
)
def test_what_a_field_cannot_hold_is_refused(documents, tmp_path, fields):
    with pytest.raises(InvalidArgumentsError):
        filled(documents, larger(tmp_path / "a.pdf"), fields, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_a_flattened_form_looks_the_same_and_has_no_fields(documents, tmp_path):
    filled(documents, form(tmp_path / "a.pdf"), {"name": "Yamada", "agreed": True, "pay": "card"}, tmp_path / "b.pdf")
    documents.edit(tmp_path / "b.pdf", [{"op": "flatten"}], tmp_path / "out.pdf")
    assert not PdfReader(tmp_path / "out.pdf").get_fields()
    assert "Yamada" in "".join(texts(documents, tmp_path / "out.pdf"))
    for name in ("b", "out"):
        documents.render(tmp_path / f"{name}.pdf", 1, tmp_path / f"{name}.png", width=595)
    with Image.open(tmp_path / "b.png") as before, Image.open(tmp_path / "out.png") as after:
        same = sum(a == b for a, b in zip(before.convert("L").tobytes(), after.convert("L").tobytes(), strict=True))
        assert same / (before.width * before.height) > 0.99
