"""The preview pane: every kind of Preview, and what cannot be shown."""

import base64
import io
import re
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTableView

from desktop.app.main import dress
from desktop.views.panels.fitted_picture import FittedPicture
from desktop.views.panels.preview import PreviewPane
from desktop.views.panels.preview_models import letters
from desktop.wire.messages import Look, Preview, Told


@pytest.fixture
def pane(qtbot) -> PreviewPane:
    made = PreviewPane()
    made.resize(320, 300)
    made.show()
    qtbot.addWidget(made)
    qtbot.waitExposed(made)
    return made


def picture(width: int, height: int) -> str:
    data = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


def table(pane: PreviewPane) -> QTableView:
    shown = pane.stack.currentWidget()
    assert isinstance(shown, QTableView)
    return shown


def test_a_table_has_a_spreadsheets_letters_and_numbers(pane):
    pane.show_preview(Preview("table", "x", rows=(("Date", "Sum"), ("10/01", "¥12,480"))))
    model = table(pane).model()
    assert model.headerData(1, Qt.Orientation.Horizontal) == "B"
    assert model.index(1, 1).data() == "¥12,480"
    assert model.index(1, 1).data(Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole).bold()


def test_a_table_that_begins_further_down_keeps_its_numbers_and_the_cell_that_was_asked_for_is_marked(pane):
    rows = tuple((f"row {at}", str(at)) for at in range(150))
    pane.show_preview(Preview("table", "x", rows=rows, first=301, mark=(100, 1)))
    view = table(pane)
    assert view.model().headerData(0, Qt.Orientation.Vertical) == "301"
    assert view.currentIndex().data() == "100"
    assert view.rowAt(view.viewport().height() // 2) in range(96, 105)


def test_rows_of_unequal_length_are_filled_up(pane):
    pane.show_preview(Preview("table", "x", rows=(("a",), ("b", "c", "d"))))
    model = table(pane).model()
    assert (model.rowCount(), model.columnCount(), model.index(0, 2).data()) == (2, 3, "")


def test_letters_go_on_after_z():
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def told(place: str, *pieces: tuple[str, str], kind: str = "value") -> Told:
    return Told(place, kind, pieces)


def shows(pane: PreviewPane, *differences: Told, **more: Any) -> None:
    pane.show_preview(Preview("differences", "x", differences=differences, **more))


def test_differences_are_marked_by_lines_and_not_by_colour_alone(pane):
    shows(pane, told("S!A1", ("-", "1"), ("+", "2")), told("S!A2", ("", "stays "), ("+", "<b>3</b>")))
    markup = pane.differences.toHtml()
    assert re.search(r"line-through[^<]*>1<", markup)
    assert re.search(r"underline[^<]*>2<", markup)
    assert pane.differences.toPlainText().strip().split("\n")[-1] == "stays <b>3</b>"


def test_a_difference_without_a_place_is_its_words(pane):
    shows(pane, told("", ("-", "a.txt"), ("+", "b.txt")))
    assert pane.differences.toPlainText().strip() == "a.txt b.txt"


def test_a_long_difference_stands_below_its_place_and_wraps(pane):
    shows(pane, told("paragraph 3", ("", "words " * 60), ("+", "more"), kind="text"))
    assert pane.differences.toPlainText().strip().startswith("paragraph 3 · text\n")
    assert not pane.differences.horizontalScrollBar().isVisible()


def test_the_colours_of_differences_follow_the_theme(pane, qapp):
    shows(pane, told("S!A1", ("-", "1")))
    light = pane.differences.toHtml()
    dress(qapp, "dark")
    qapp.processEvents()
    assert pane.differences.toHtml() != light
    dress(qapp, "light")


def test_the_file_before_and_after_is_one_click_away_where_the_first_difference_is(pane):
    shows(pane, told("page 7", ("+", "x")), sides=True, spot="p7")
    wanted = QSignalSpy(pane.look_wanted)
    pane.bar.sides["before"].click()
    assert wanted.at(0) == [Look(0, "before", "p7")]
    message = pane.stack.currentWidget()
    assert isinstance(message, QLabel)
    assert message.text() == "One moment…"
    pane.show_preview(Preview("image", "x", image=picture(9, 9), page=7, pages=9, sides=True, side="before"))
    pane.pages.on.click()
    pane.bar.sides[""].click()
    assert [wanted.at(1), wanted.at(2)] == [[Look(8, "before", "p7")], [Look()]]


def test_everything_below_a_preview_fits_into_the_narrow_pane(pane):
    pane.show_preview(Preview("image", "x", image=picture(9, 9), page=118, pages=500, sides=True, side="before"))
    assert pane.bar.minimumSizeHint().width() <= 308  # the right pane without its margins
    assert pane.pages._where.accessibleName() == "Page 118 of 500"


def test_a_file_alone_has_no_sides(pane):
    pane.show_preview(Preview("text", "x", "words"))
    assert not pane.bar.isVisible()


def test_a_picture_is_never_wider_than_the_pane(pane):
    pane.show_preview(Preview("image", "x", image=picture(2_000, 1_000)))
    shown = pane.stack.currentWidget()
    assert isinstance(shown, FittedPicture)
    label = shown.widget()
    assert isinstance(label, QLabel)
    assert label.pixmap().width() <= 320


def test_who_drew_a_page_is_said_below_it_and_nowhere_else(pane):
    pane.show()
    pane.show_preview(Preview("image", "x", "Drawn by somebody.", image=picture(9, 9)))
    assert [one.text() for one in pane.findChildren(QLabel) if one.isVisible() and one.text()] == ["Drawn by somebody."]
    pane.show_preview(Preview("image", "x", image=picture(9, 9)))
    assert [one.text() for one in pane.findChildren(QLabel) if one.isVisible() and one.text()] == []


@pytest.mark.parametrize("broken", ["", "not base64!", base64.b64encode(b"no picture").decode()])
def test_a_broken_picture_is_said_in_words(pane, broken):
    pane.show_preview(Preview("image", "x", image=broken))
    shown = pane.stack.currentWidget()
    assert isinstance(shown, QLabel)
    assert shown.text()


def test_text_keeps_its_lines_and_loses_its_tricks(pane):
    pane.show_preview(Preview("text", "x", text="one\n\ttwo\u202e\x1b[31m"))
    shown = pane.stack.currentWidget()
    assert isinstance(shown, QPlainTextEdit)
    assert shown.toPlainText() == "one\n    two\\u202e\\x1b[31m"
    assert shown.isReadOnly()


@pytest.mark.parametrize("kind", ["text", "table", "differences", "image", "message", "of another version"])
def test_an_empty_preview_says_that_there_is_nothing(pane, kind):
    pane.show_preview(Preview(kind, "x"))
    shown = pane.stack.currentWidget()
    assert isinstance(shown, QLabel)
    assert shown.text()


def test_pages_are_turned_within_their_number(pane):
    wanted = QSignalSpy(pane.look_wanted)
    pane.show_preview(Preview("image", "x", image=picture(9, 9), page=2, pages=2))
    assert not pane.pages.on.isEnabled()
    pane.pages.back.click()
    assert wanted.at(0) == [Look(1)]
    pane.show_preview(Preview("image", "x", image=picture(9, 9)))
    assert not pane.pages.isVisible()


def test_many_differences_are_drawn_bit_by_bit_and_others_take_their_place(pane, qtbot):
    many = [told(f"S!A{at}", ("-", "1"), ("+", "2")) for at in range(1, 201)]
    shows(pane, *many)
    assert "S!A1\n" in pane.differences.toPlainText()
    assert "S!A200" not in pane.differences.toPlainText()
    qtbot.waitUntil(lambda: "S!A200" in pane.differences.toPlainText())
    shows(pane, *many)
    shows(pane, *[told(f"T!A{at}", ("+", "3")) for at in range(1, 61)])
    qtbot.waitUntil(lambda: "T!A60" in pane.differences.toPlainText())
    assert "S!" not in pane.differences.toPlainText()


def test_cells_that_changed_are_marked_by_a_line_and_a_colour_in_the_file_after_only(pane):
    shows(pane, told("S!B2", ("+", "x")), sides=True, spot="S!B2", spots=("S!B2", "S!A3:B3"))
    wanted = QSignalSpy(pane.look_wanted)
    pane.bar.sides["before"].click()
    pane.bar.sides["after"].click()
    assert [one[0] for one in (wanted.at(0), wanted.at(1))] == [
        Look(0, "before", "S!B2"), Look(0, "after", "S!B2", ("S!B2", "S!A3:B3"))]  # fmt: skip
    rows = (("a", "b"), ("c", "d"), ("e", "f"))
    pane.show_preview(Preview("table", "x", rows=rows, sides=True, side="after", mark=(1, 1), marks=((1, 1), (2, 0))))
    model = table(pane).model()
    cells = [model.index(row, column) for row in range(3) for column in range(2)]
    marked = [cell.data() for cell in cells if cell.data(Qt.ItemDataRole.BackgroundRole) is not None]
    underlined = [one.data() for one in cells if (font := one.data(Qt.ItemDataRole.FontRole)) and font.underline()]
    said = [one.data() for one in cells if one.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "changed"]
    assert marked == underlined == said == ["d", "e"]
