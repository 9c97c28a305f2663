"""Packages, skills and connectors as pictures below screenshots/, in the looks of `test_look`: to be looked at."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from desktop.views.dialogs.settings import CONNECTORS, SKILLS
from desktop.views.packages.member_list import MemberDialog
from desktop.views.packages.review_dialog import ReviewDialog
from tests.desktop.test_look import LOOKS, TARGET, wait


def drawn(widget, name, theme, language):
    """Keep a picture."""
    QTest.qWait(120)
    TARGET.mkdir(exist_ok=True)
    shot = widget.grab()
    assert shot.save(str(TARGET / f"{name}-{theme}-{language}.png"))
    colours = {shot.toImage().pixel(x, y) for x in range(0, shot.width(), 9) for y in range(0, shot.height(), 9)}
    assert len(colours) > 6


def below(widget):
    """Scroll to the end."""
    bar = widget.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())


def reviewing(stage, source):
    """The review of what lies there."""
    stage.packages.review(source)
    wait(lambda: stage.packages.dialog is not None)
    return stage.packages.dialog


def draw_reviews(play, theme, language):
    """Everything that can be reviewed, and what comes after."""
    stage = play("outside", language, theme)
    dialog = reviewing(stage, "/home/me/Downloads/tax-forms.skill")
    drawn(dialog, "review-skill", theme, language)
    below(dialog)
    drawn(dialog, "review-skill-below", theme, language)
    dialog.members.itemActivated.emit(dialog.members.topLevelItem(0), 0)
    wait(lambda: dialog.findChild(MemberDialog) is not None)
    drawn(dialog.findChild(MemberDialog), "review-file", theme, language)
    dialog.findChild(MemberDialog).reject()
    dialog.reject()
    wait(lambda: stage.packages.dialog is None)
    dialog = reviewing(stage, "/home/me/Downloads/harbour-ledger.mcpb")
    drawn(dialog, "review-bundle", theme, language)
    dialog.install.click()
    assert dialog.problem.text()
    bar = dialog.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    drawn(dialog, "review-bundle-middle", theme, language)
    below(dialog)
    drawn(dialog, "review-bundle-below", theme, language)
    dialog.reject()
    wait(lambda: stage.packages.dialog is None)
    stage.packages._update("tax-forms")
    wait(lambda: stage.packages.dialog is not None)
    drawn(stage.packages.dialog, "review-update", theme, language)
    stage.packages.dialog.differing[2].click()
    wait(lambda: stage.packages.dialog.findChild(MemberDialog) is not None)
    drawn(stage.packages.dialog.findChild(MemberDialog), "review-difference", theme, language)
    stage.packages.dialog.findChild(MemberDialog).reject()
    stage.packages.dialog.install.click()
    wait(lambda: stage.packages.dialog is None and stage.window.banner.isVisible())
    assert not [one for one in stage.window.findChildren(ReviewDialog) if one.isVisible()]
    drawn(stage.window, "installed", theme, language)


def draw_skills(play, theme, language):
    """The page of skills, and what leads on from it."""
    stage = play("outside", language, theme)
    wait(stage.window.trust.isVisible)
    stage.window.composer.set_draft("/")
    wait(lambda: stage.window.composer.prompts.count() > 3)
    drawn(stage.window, "trust-and-prompts", theme, language)
    stage.window.resize(800, 600)
    drawn(stage.window, "small-trust-and-prompts", theme, language)
    stage.settings._open(SKILLS)
    dialog = stage.settings.dialog
    wait(lambda: bool(dialog.skills.skills))
    drawn(dialog, "settings-skills", theme, language)
    below(dialog.skills)
    drawn(dialog, "settings-skills-below", theme, language)
    dialog.skills.skills[2].read.click()
    wait(lambda: _newest() is not dialog)
    drawn(_newest(), "skill-words", theme, language)
    _newest().reject()
    dialog.skills.address.click()
    drawn(_newest(), "ask-address", theme, language)
    _newest().reject()
    dialog.skills.packages[0].remove.click()
    drawn(_newest(), "remove-package", theme, language)


def draw_connectors(play, theme, language):
    """The page of connectors, and what leads on from it."""
    stage = play("outside", language, theme)
    stage.settings._open(CONNECTORS)
    dialog = stage.settings.dialog
    page = dialog.connectors
    wait(lambda: len(page.cards) == 5)
    drawn(dialog, "connectors", theme, language)
    page.cards[1].open.click()
    drawn(dialog, "connector-asks", theme, language)
    below(page.page)
    drawn(dialog, "connector-asks-below", theme, language)
    page.cards[0].open.click()
    page.page.test.click()
    wait(page.page.test.isEnabled)
    drawn(dialog, "connector-ready", theme, language)
    page.page.log.click()
    wait(lambda: _newest() is not dialog)
    drawn(_newest(), "connector-log", theme, language)
    _newest().reject()
    page.add.click()
    drawn(dialog, "connector-kinds", theme, language)
    page.kinds.cards["mail"].click()
    drawn(dialog, "connector-form", theme, language)
    page.kinds.registry.click()
    page.registry.line.setText("invoices")
    page.registry.search.click()
    wait(lambda: bool(page.registry.entries))
    drawn(dialog, "connector-registry", theme, language)
    page.show_list()
    page.cards[2].open.click()
    drawn(dialog, "connector-failed", theme, language)
    stage.settings.import_connectors("/home/me/.config/Claude/claude_desktop_config.json")
    wait(lambda: bool(page.imports.boxes))
    drawn(dialog, "connector-import", theme, language)


@pytest.mark.parametrize(("theme", "language"), LOOKS)
@pytest.mark.parametrize("draw", [draw_reviews, draw_skills, draw_connectors])
def test_what_comes_from_outside_is_drawn_for_a_look(play, draw, theme, language):
    draw(play, theme, language)


def _newest():
    """The dialog that lies above all others."""
    return QApplication.activeModalWidget()
