"""The whole way: a task over thirty documents is handed out to delegates and ends in a verified workbook."""

import json
import re

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests.journeys.office import Office, claims, results, words

COUNT = 30
FEES = {f"Contract {number:02}.docx": 1_000 + 37 * number for number in range(1, COUNT + 1)}


@pytest.fixture
def contracts(tmp_path):
    """Thirty real documents with a fee in each; one of them is broken."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    for name, fee in FEES.items():
        document = Document()
        document.add_heading(name.removesuffix(".docx"))
        document.add_paragraph("The parties agree on the following terms.")
        document.add_paragraph(f"The monthly fee is {fee} euro.")
        document.save(str(folder / name.replace(" ", "_")))
    return folder


def plan(state):
    return ("plan", {"steps": [{"title": "Read the contracts", "state": state, "changes": ["write Fees.xlsx"]}]})


def planner(step, heard):
    match step:
        case 0:
            return [plan("active")]
        case 1:
            return [("find", {"pattern": "*.docx"})]
        case 2:
            names = sorted(set(re.findall(r"Contract_\d\d\.docx", results(heard))))
            items = [{"id": name[:11], "task": name, "reads": [name]} for name in names]
            template = "Find the monthly fee in {item}."
            return [("delegate", {"items": items, "template": template, "shared": "Give each fee in euro."})]
        case 3:
            rows = [[source, float(value), key] for key, value, source in claims(results(heard))]
            columns = ["Contract", {"title": "Fee", "format": "euro"}, "Claim"]
            sheet = {"name": "Fees", "columns": columns, "rows": rows, "total_row": {"Fee": "sum", "label": "Total"}}
            return [("create", {"path": "Fees.xlsx", "content": {"sheets": [sheet]}})]
        case 4:
            return [("read", {"path": "Fees.xlsx"})]
        case 5:
            return [plan("done")]
        case _:
            return f"Fees.xlsx has {COUNT} fees; the total is {sum(FEES.values())} euro."


def delegate(step, heard):
    name = re.findall(r"Contract_\d\d\.docx", words(heard))[0]
    if step == 0:
        return [("read", {"path": name})]
    fee = re.findall(r"fee is (\d+) euro", results(heard))[0]
    claim = {"key": f"{name} monthly fee", "value": fee, "source": name, "anchor": "P3"}
    return [("report", {"text": f"The fee is {fee}.", "claims": [claim]})]


class Refusing(Office):
    """One that knows no key at /refusing."""

    def serve(self, door, body):
        if door.path.startswith("/refusing"):
            self._send(door, 401, "application/json", b'{"error": {"message": "no"}}')
        else:
            super().serve(door, body)


@pytest.fixture
def office():
    made = Refusing(planner, delegate)
    yield made
    made.close()


def add_model(deskhand, office):
    deskhand.run("model", "add", "office", "--base-url", office.url, "--model", "m")


def test_a_task_over_thirty_documents_runs_to_a_verified_workbook(deskhand, office, contracts):
    add_model(deskhand, office)
    told = deskhand.events(
        "run", "--folder", str(contracts), "--model", "office", "--approve", "all", "Put all fees into a workbook."
    )
    kinds = [event["kind"] for event in told]
    assert told[-1]["ending"] == "done", json.dumps(told[-1])
    assert kinds.count("item_ended") == COUNT
    sheet = CalamineWorkbook.from_path(contracts / "Fees.xlsx").get_sheet_by_index(0).to_python()
    assert {row[0]: row[1] for row in sheet[1 : COUNT + 1]} == {
        name.replace(" ", "_"): fee for name, fee in FEES.items()
    }
    assert sheet[COUNT + 1][:2] == ["Total", float(sum(FEES.values()))]
    assert office.most > 1  # they really worked at the same time
    sent = [json.loads(line) for line in deskhand.run("sent", "--json").splitlines()]
    assert len(sent) == office.served
    heard = {source["name"].partition(" ")[0] for one in sent for source in one["sources"]}
    assert {name.replace(" ", "_") for name in FEES} <= heard


def test_a_command_line_tells_each_piece_in_a_line(deskhand, office, contracts):
    for path in sorted(contracts.iterdir())[5:]:
        path.unlink()
    add_model(deskhand, office)
    told = deskhand.told(
        "run", "--folder", str(contracts), "--model", "office", "--delegate-model", "office", "--parallel", "2",
        "--approve", "all", "Put all fees into a workbook.",
    )  # fmt: skip
    assert told.count(": done. The fee is ") == 5
    assert office.most == 2


def test_the_second_model_goes_on_for_delegates_too(deskhand, office, contracts):
    for path in sorted(contracts.iterdir())[3:]:
        path.unlink()
    add_model(deskhand, office)
    refusing = office.url.replace("/v1", "/refusing/v1")
    deskhand.run("model", "add", "refusing", "--base-url", refusing, "--model", "m", "--no-key")
    told = deskhand.events(
        "run", "--folder", str(contracts), "--model", "office", "--delegate-model", "refusing", "--fallback", "office",
        "--approve", "all", "Put all fees into a workbook.",
    )  # fmt: skip
    reports = {event["sentence"] for event in told if event["kind"] == "item_ended"}
    assert reports == {f"The fee is {fee}." for fee in list(FEES.values())[:3]}
