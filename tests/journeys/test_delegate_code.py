"""Delegates that run code, from the command line: what they write is taken and put back."""

import json
import re

import pytest

from agent.sandbox.confining import confinement_here
from tests.journeys.office import Office, results, words
from tests.journeys.program import tree

CODE = """import pandas as pd
table = pd.read_csv('{name}.csv')
table.assign(profit=table.revenue - table.cost).to_excel('{name}.xlsx', index=False)
print('profit', int((table.revenue - table.cost).sum()))"""
PROFITS = {"north": 40, "south": -7}


def planner(step, heard):
    if step:
        return "Both workbooks are there."
    items = [
        {"id": name, "task": f"Sum up {name}.csv", "reads": [f"{name}.csv"], "writes": [f"{name}.xlsx"]}
        for name in PROFITS
    ]
    return [("delegate", {"items": items, "template": "Work on {item}.", "shared": "Use code."})]


def delegate(step, heard):
    name = re.findall(r"(north|south)\.csv", words(heard))[0]
    if step == 0:
        return [("run_python", {"code": CODE.format(name=name), "files": [f"{name}.csv"], "purpose": f"Sum up {name}"})]
    (profit,) = re.findall(r"profit (-?\d+)", results(heard))
    return [("report", {"text": f"{name}: {profit}"})]


def test_delegates_run_code_and_what_they_made_is_put_back(deskhand, tmp_path):
    if not confinement_here().offer().there:
        pytest.skip("code cannot be confined here")
    folder = tmp_path / "Regions"
    folder.mkdir()
    for name, profit in PROFITS.items():
        (folder / f"{name}.csv").write_text(f"revenue,cost\n{100 + profit},100\n")
    before, office = tree(folder), Office(planner, delegate)
    try:
        deskhand.run("model", "add", "office", "--base-url", office.url, "--model", "m")
        told = deskhand.events("run", "--folder", str(folder), "--approve", "all", "Sum up both regions.")
    finally:
        office.close()
    assert told[-1]["ending"] == "done", json.dumps(told[-1])
    ends = {event["sentence"] for event in told if event["kind"] == "item_ended"}
    assert ends == {f"{name}: {profit}" for name, profit in PROFITS.items()}
    assert {path.name for path in folder.iterdir()} == {"north.csv", "north.xlsx", "south.csv", "south.xlsx"}
    deskhand.run("undo", "--last")
    assert tree(folder) == before
