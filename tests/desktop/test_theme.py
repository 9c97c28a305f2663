"""The theme of the application: put on when it is another one, and only then."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from desktop.views.theme.apply import apply_theme
from desktop.views.theme.current import PROPERTY


class Styled(QWidget):
    """Counts how often it is polished."""

    times = 0

    def changeEvent(self, event):  # noqa: N802  Qt names it
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


@pytest.fixture
def styled(qtbot):
    made = Styled()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_theme_that_is_on_is_not_put_on_again_and_another_one_is(qapp, styled):
    apply_theme(qapp, "light")
    styled.times = 0
    apply_theme(qapp, "light")
    assert styled.times == 0
    apply_theme(qapp, "dark")
    assert styled.times > 0
    assert qapp.property(PROPERTY) == "dark"
    dark = qapp.palette().window().color().lightness()
    apply_theme(qapp, "light")
    assert qapp.property(PROPERTY) == "light"
    assert qapp.palette().window().color().lightness() > dark
