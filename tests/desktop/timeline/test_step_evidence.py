"""The sources of values below a Step: a click leads to the file and the place in it."""

from PySide6.QtWidgets import QPushButton

from agent.core.messages import Evidence
from desktop.presenter.items import Step, StepShown
from desktop.views.timeline.step_details import StepDetails


def test_a_source_leads_to_its_place(qtbot):
    step = Step(
        "c",
        "tables",
        "Tables",
        StepShown.DONE,
        evidence=(Evidence("Invoice.pdf", "p3 table 1 R2 C2", "1,200", "1200"),),
    )
    details = StepDetails(step)
    qtbot.addWidget(details)
    with qtbot.waitSignal(details.place_wanted) as wished:
        next(button for button in details.findChildren(QPushButton) if "Invoice.pdf" in button.text()).click()
    assert wished.args == ["Invoice.pdf", "p3 table 1 R2 C2"]
