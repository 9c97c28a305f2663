"""Code in the real window, run by the real host: its picture, its file, its output; put back byte for byte."""

import pytest
from openpyxl import Workbook, load_workbook

from agent.core.actions import Mode
from agent.core.events import Ending
from agent.models.catalog import Catalog, ModelConfig
from agent.sandbox.confining import confinement_here
from desktop.presenter.items import Over, Steps, StepShown
from desktop.views.timeline.figures import Figures
from tests.desktop.acting import granted, is_as_before, last, rested
from tests.journeys.hand import HAND, Hand
from tests.journeys.program import tree

pytestmark = pytest.mark.skipif(not HAND.exists(), reason="the hand model is not beside this clone")

CODE = """
import pandas as pd, matplotlib.pyplot as plt
sales = pd.read_csv("sales.csv")
total = sales.groupby("branch")["amount"].sum()
print("rows", len(sales))
total.to_excel("totals.xlsx")
total.plot.bar()
plt.show()
total.to_dict()
"""


@pytest.fixture
def hand(tmp_path):
    if not confinement_here().offer().there:
        pytest.skip("code cannot be confined here")
    made = Hand(tmp_path / "spool")
    yield made
    made.close()


def test_code_draws_a_picture_makes_a_workbook_and_is_undone(play, until, tmp_path, hand):
    folder = tmp_path / "Sales"
    folder.mkdir()
    lines = [f"{('Osaka', 'Tokyo')[at % 2]},{at}" for at in range(2_000)]
    (folder / "sales.csv").write_text("\n".join(["branch,amount", *lines]), encoding="utf-8")
    models = Catalog(tmp_path / "home" / "settings")
    models.add(ModelConfig("hand", "openai-chat", f"http://127.0.0.1:{hand.port}/v1", "hand"))
    before, stage = tree(folder), play()
    call = {"code": CODE, "files": ["sales.csv"], "purpose": "Sum up by branch"}
    hand.answer([[("run_python", call)]], "The totals are in totals.xlsx.")
    granted(stage, until, folder)
    stage.window.composer.set_draft("Sum up the sales by branch.")
    stage.window.composer.send.click()
    until(lambda: isinstance(last(stage), Over) and rested(stage))
    assert last(stage).ending is Ending.DONE
    (step,) = next(item for item in stage.controller.picture.session.items if isinstance(item, Steps)).steps
    assert step.run is not None
    assert (step.run.printed, step.run.value) == ("rows 2000", "{'Osaka': 999000, 'Tokyo': 1000000}")
    assert [one.place for one in step.changed] == ["totals.xlsx"]
    until(lambda: len(stage.window.findChildren(Figures)) == 1)
    assert stage.window.findChildren(Figures)[0].buttons[0].accessibleName().endswith("Sum up by branch")
    stage.files._undo("", ())
    until(lambda: is_as_before(folder, before))


RAISE = """
import matplotlib.pyplot as plt, openpyxl
book = openpyxl.load_workbook("plan.xlsx")
book.active["B2"] = 1_200
book.save("plan.xlsx")
print("B2 was 1000")
plt.plot([1, 2])
plt.show()
"""


def test_a_changed_file_is_approved_while_its_output_is_seen_and_put_back_byte_for_byte(play, until, tmp_path, hand):
    folder = tmp_path / "Plan"
    folder.mkdir()
    book = Workbook()
    for row in (["Month", "Budget"], ["2026-01", 1_000]):
        book.worksheets[0].append(row)
    book.save(folder / "plan.xlsx")
    models = Catalog(tmp_path / "home" / "settings")
    models.add(ModelConfig("hand", "openai-chat", f"http://127.0.0.1:{hand.port}/v1", "hand"))
    before, stage = tree(folder), play()
    call = {"code": RAISE, "files": ["plan.xlsx"], "purpose": "Raise the budget"}
    hand.answer([[("run_python", call)]], "B2 is 1200 now.")
    granted(stage, until, folder)
    stage.tasks._set_mode(Mode.CHANGES)
    stage.window.composer.set_draft("Raise the budget.")
    stage.window.composer.send.click()
    until(stage.window.approval.isVisible)
    (step,) = stage.controller.picture.session.items[-1].steps
    assert (step.state, step.run.printed) == (StepShown.WAITING, "B2 was 1000")
    until(lambda: len(stage.window.findChildren(Figures)) == 1)
    assert tree(folder) == before
    stage.window.approval.bar.allow.click()
    until(lambda: isinstance(last(stage), Over) and rested(stage))
    assert load_workbook(folder / "plan.xlsx").worksheets[0]["B2"].value == 1_200
    stage.files._undo("", ())
    until(lambda: is_as_before(folder, before))


FETCH = """
import deskhand
try:
    deskhand.fetch("https://www.example.com/rates.csv?day=1")
except deskhand.FetchError as error:
    print(error.code)
"""


def test_a_web_address_is_asked_about_with_all_of_it_and_not_fetched_when_that_is_declined(play, until, tmp_path, hand):
    folder = tmp_path / "Rates"
    folder.mkdir()
    models = Catalog(tmp_path / "home" / "settings")
    models.add(ModelConfig("hand", "openai-chat", f"http://127.0.0.1:{hand.port}/v1", "hand"))
    stage = play()
    hand.answer([[("run_python", {"code": FETCH, "purpose": "Get the rates"})]], "There are no rates.")
    granted(stage, until, folder)
    stage.window.composer.set_draft("Get the rates.")
    stage.window.composer.send.click()
    until(stage.window.approval.isVisible)
    assert "GET: https://www.example.com/rates.csv?day=1\n" in stage.window.approval.full.toPlainText()
    stage.window.approval.bar.decline.click()
    until(lambda: isinstance(last(stage), Over) and rested(stage))
    (step,) = next(item for item in stage.controller.picture.session.items if isinstance(item, Steps)).steps
    assert step.run is not None
    assert (step.state, step.run.printed) == (StepShown.DONE, "denied")
    assert not any(one.host for one in stage.controller.picture.session.sent)
