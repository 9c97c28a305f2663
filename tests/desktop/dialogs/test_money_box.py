"""A field for money shows amounts as all other places do, whatever the language of the system."""

import pytest

from desktop.views.dialogs.money_box import money_box


@pytest.mark.parametrize(("value", "told"), [(2.0, "$2.00"), (0.6, "$0.60"), (0.075, "$0.075"), (1200.5, "$1200.50")])
def test_an_amount_has_its_cents(qtbot, value, told):
    box = money_box(value, 3)
    qtbot.addWidget(box)
    assert box.text() == told
    box.interpretText()
    assert box.value() == value
