"""Tools on a real folder: they propose, they never write, and each refusal says what would be right."""

import json
from typing import Any

import openpyxl
import pytest
from docx import Document
from pydantic_ai.profiles.openai import OpenAIJsonSchemaTransformer

from agent.core.changes import Create, Delete, MakeFolder, Modify, Move
from agent.core.codec import plain
from agent.core.errors import InvalidArgumentsError, OutsideWorkspaceError, StaleError
from agent.core.events import PlanSet
from agent.core.messages import text_of
from agent.core.plans import StepState
from agent.models.sending import definitions_of


def test_a_new_text_is_proposed_and_an_old_one_only_when_it_was_read(box):
    (change,) = box.call("write_file", path="new/a.md", text="# hi").changes.changes
    assert isinstance(change, Create)
    with pytest.raises(StaleError):
        box.call("write_file", path="notes.txt", text="x")
    box.call("read", path="notes.txt")
    (change,) = box.call("write_file", path="notes.txt", text="x").changes.changes
    assert isinstance(change, Modify)


def test_an_office_file_is_edited_by_ops(box, tmp_path):
    box.call("read", path="2026/prices.xlsx")
    ops = [{"op": "set_cells", "sheet": "Sheet", "cells": {"B2": 20}}]
    (change,) = box.call("edit", path="2026/prices.xlsx", ops=ops).changes.changes
    assert openpyxl.load_workbook(change.staged.path)["Sheet"]["B2"].value == 20
    box.call("read", path="手紙.docx")
    (change,) = box.call(
        "edit", path="手紙.docx", ops=[{"op": "replace", "find": "120", "with": "130"}]
    ).changes.changes
    assert "130" in Document(change.staged.path).paragraphs[0].text


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("n.xlsx", {"sheets": [{"name": "S", "columns": [{"title": "A"}], "rows": [[1], [{"formula": "=A2"}]]}]}),
        ("n.docx", {"title": "T", "markdown": "# Head\n\ntext", "language": "ja"}),
        ("n.pptx", {"title": "T", "slides": [{"title": "One", "bullets": ["a"]}], "language": "en"}),
    ],
)
def test_new_office_files_are_made(box, path, content):
    (change,) = box.call("create", path=path, content=content).changes.changes
    assert isinstance(change, Create)
    assert change.staged.size > 1000


def test_many_changes_of_names_are_one_set(box):
    items = [
        {"move": "notes.txt", "to": "2026/notes.txt"},
        {"copy": "red.png", "to": "2026/red.png"},
        {"delete": "empty.txt"},
        {"folder": "made"},
    ]
    changes = box.call("organise", items=items).changes.changes
    assert [type(c) for c in changes] == [Move, Create, Delete, MakeFolder]


def test_every_wrong_row_is_named_at_once_and_nothing_is_proposed(box):
    with pytest.raises(InvalidArgumentsError) as caught:
        box.call("organise", items=[{"move": "gone.txt", "to": "x"}, {"delete": "notes.txt"}, {"rename": "a"}])
    assert "1:" in str(caught.value)
    assert "2:" not in str(caught.value)
    assert "3:" in str(caught.value)


def test_the_plan_is_told_and_the_person_is_asked(box):
    box.call("plan", steps=[{"title": "one", "state": "done"}, "two"])
    assert [step.state for step in box.told[-1].steps] == [StepState.DONE, StepState.OPEN]
    assert isinstance(box.told[-1], PlanSet)
    assert "blue" in box.text("ask_person", question="Which colour?", choices=["red", "blue"])


def test_a_yes_to_everything_is_no_choice(box):
    box.person.words = ""
    assert "Nobody answered" in box.text("ask_person", question="Which colour?", choices=["red", "blue"])
    assert "says: yes" in box.text("ask_person", question="Shall I?")


@pytest.mark.parametrize("tool", ["read", "look", "edit", "write_file"])
@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "~/x"])
def test_no_tool_leaves_the_folder(box, tool, path):
    texts: dict[str, dict[str, Any]] = {"edit": {"ops": [{"op": "write", "text": "x"}]}, "write_file": {"text": "x"}}
    more = texts.get(tool, {})
    with pytest.raises(OutsideWorkspaceError):
        box.call(tool, path=path, **more)


@pytest.mark.parametrize(
    "arguments",
    ["{", "[]", "null", '{"path": 3}', "{}", '{"path": "a", "colour": 1}', '{"path": "notes.txt", "start": true}'],
)
def test_arguments_that_do_not_fit_are_refused(box, arguments):
    with pytest.raises(InvalidArgumentsError):
        box.raw("read", arguments)


def test_the_tools_are_few_and_cheap(box):
    documents = ["check", "compare", "convert", "create", "edit", "extract", "look", "operations", "pdf", "read"]
    others = ["ask_person", "find", "organise", "plan", "search", "write_file"]
    assert sorted(box.tools) == sorted([*documents, *others])
    size = len(json.dumps([plain(tool.spec) for tool in box.tools.values()], ensure_ascii=False))
    assert size < 4_300 * 4  # with the system text below 6,000 tokens in all


def test_every_list_says_of_what_and_every_open_object_stays_open_on_the_wire(box):
    def checked(told):
        if told.get("type") == "array":
            assert told["items"]["type"]
        if told.get("type") == "object" and not told.get("properties"):
            assert told.get("additionalProperties"), "a model that is held to the schema could only write {}"
        for inner in (*told.get("properties", {}).values(), *([told["items"]] if "items" in told else [])):
            checked(inner)

    for sent in definitions_of([tool.spec for tool in box.tools.values()]):
        checked(OpenAIJsonSchemaTransformer(sent.parameters_json_schema, strict=sent.strict).walk())


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("read", '{"path": "notes.txt", "start": "1"}'),
        ("read", '{"path": "notes.txt", "part": null}'),
        ("plan", '{"steps": "[{\\"title\\": \\"one\\"}]"}'),
        ("plan", '{"steps": {"title": "one"}}'),
        ("organise", '{"items": "{\\"folder\\": \\"made\\"}"}'),
    ],
)
def test_what_small_models_write_instead_is_taken_as_it_is_meant(box, tool, arguments):
    assert box.raw(tool, arguments).for_model


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("read", '{"file": "a"}', r"'file'. It takes: path \(required\), part, start"),
        ("read", "{}", "needs 'path'"),
        ("read", '{"path": null}', "'path' must be of type string, not null"),
        ("read", '{"path": "C:\\Users"}', "backslash"),
        ("find", '{"kind": "video"}', "cannot be 'video'; there are folder, document"),
        ("find", '{"sort": "size"}', "there are name, newest, largest"),
        ("plan", '{"steps": [{"title": "a", "status": "done"}]}', "the states are open"),
    ],
)
def test_a_refused_call_says_what_would_be_right(box, tool, arguments, told):
    with pytest.raises(InvalidArgumentsError, match=told):
        box.raw(tool, arguments)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pptx", ".pdf", ".csv"])
def test_the_examples_in_the_description_of_create_work(box, suffix):
    description = box.tools["create"].spec.description
    example = description[description.index(f"\n{suffix} ") + len(suffix) + 2 :]
    content, _ = json.JSONDecoder().raw_decode(example)
    assert box.call("create", path=f"new{suffix}", content=content).changes


def refusal(box, path, op):
    """Why an op is refused, "" when it is not."""
    try:
        box.call("edit", path=path, ops=[op])
    except InvalidArgumentsError as refused:
        return str(refused)
    return ""


def test_the_examples_in_the_description_of_edit_are_ops_that_there_are(box):
    description = box.tools["edit"].spec.description
    files = {".xlsx": "2026/prices.xlsx", ".docx": "手紙.docx", "text": "notes.txt"}
    for kind, path in files.items():
        line = next(line for line in description.splitlines() if line.startswith(kind))
        for at in (at for at in range(len(line)) if line.startswith('{"op"', at)):
            box.call("read", path=path)
            op, _ = json.JSONDecoder().raw_decode(line[at:].replace("[[...]]", "[[1]]"))
            assert "no operation" not in refusal(box, path, op)


def test_a_change_that_changes_nothing_is_no_change(box):
    box.call("read", path="notes.txt")
    result = box.call("edit", path="notes.txt", ops=[{"op": "replace", "find": "first", "with": "first"}])
    assert result.changes is None
    assert "nothing was changed" in text_of(result.for_model)


def test_addresses_that_moved_are_told(box):
    box.call("read", path="手紙.docx")
    assert "have moved" in box.text("edit", path="手紙.docx", ops=[{"op": "insert_after", "at": "P1", "text": "x"}])
    box.call("read", path="手紙.docx")
    assert "have moved" not in box.text("edit", path="手紙.docx", ops=[{"op": "replace", "find": "120", "with": "x"}])


def test_a_change_that_was_not_made_is_not_called_somebody_elses(box):
    ops = [{"op": "replace", "find": "first", "with": "1st"}]
    box.call("read", path="notes.txt")
    box.call("edit", path="notes.txt", ops=ops)  # and the person declines
    with pytest.raises(StaleError, match="declined or undone"):
        box.call("edit", path="notes.txt", ops=ops)
    with pytest.raises(StaleError, match="or choose another name"):
        box.call("create", path="2026/prices.xlsx", content={"sheets": [{"rows": [[1]]}]})


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("look", {"path": "2026"}),
        ("edit", {"path": "2026", "ops": [{"op": "write", "text": "x"}]}),
        ("pdf", {"sources": ["2026"], "path": "x.pdf"}),
        ("organise", {"items": [{"copy": "2026", "to": "2027"}]}),
    ],
)
def test_a_folder_where_a_file_is_meant_is_refused(box, tool, arguments):
    with pytest.raises(InvalidArgumentsError, match="'2026' is a folder; name the files"):
        box.call(tool, **arguments)


def test_nothing_new_is_made_in_a_folder_of_the_folders_own_name(box):
    with pytest.raises(InvalidArgumentsError, match="relative to the folder 'folder': write 'a/new"):
        box.call("write_file", path="folder/a/new.md", text="x")
    with pytest.raises(InvalidArgumentsError, match="write 'n"):
        box.call("organise", items=[{"move": "notes.txt", "to": "folder/n.txt"}])
    assert box.call("organise", items=[{"folder": "folder"}]).changes


def test_a_move_into_a_folder_keeps_the_name(box):
    items = [{"move": "notes.txt", "to": "New/"}, {"copy": "red.png", "to": "2026"}, {"folder": "2026"}]
    move, copy = box.call("organise", items=items).changes.changes
    assert str(move.to) == "New/notes.txt"
    assert str(copy.place) == "2026/red.png"
    with pytest.raises(InvalidArgumentsError, match="The folders are there already"):
        box.call("organise", items=[{"folder": "2026"}])
