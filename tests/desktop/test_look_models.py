"""The pages of models as pictures below screenshots/, in the looks of `test_look`: to be looked at."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from tests.desktop.test_look import LOOKS, TARGET, wait


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_every_page_of_models_is_drawn_for_a_look(play, theme, language):
    draw_pages(play, theme, language)


def draw_pages(play, theme, language):
    """Go through the pages of models and keep a picture of each."""
    stage = play("done", language, theme)
    stage.settings._open_models()
    dialog = stage.settings._dialog
    models = dialog.models
    TARGET.mkdir(exist_ok=True)

    def drawn(name):
        QTest.qWait(120)
        shot = dialog.grab()
        assert shot.save(str(TARGET / f"models-{name}-{theme}-{language}.png"))
        colours = {shot.toImage().pixel(x, y) for x in range(0, shot.width(), 9) for y in range(0, shot.height(), 9)}
        assert len(colours) > 6

    wait(lambda: "qwen" in models.systems.cards)
    drawn("list")
    models.cards[0].open.click()
    drawn("page")
    scrolled = models.page.findChild(QScrollArea).verticalScrollBar()
    scrolled.setValue(scrolled.maximum())
    drawn("page-below")
    models.cards[1].open.click()
    drawn("untested")
    models.choose_system()
    drawn("systems")
    models.systems.cards["qwen"].click()
    wait(lambda: models.form.facts.layout().count() > 3)
    drawn("form")
    models.systems.cards["ollama"].click()
    drawn("form-local")
    models.look()
    wait(lambda: bool(models.found.buttons))
    drawn("found")
