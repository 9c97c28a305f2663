"""Documents on the command line: read, edit, compare and check without a model."""

import pytest

from tests.journeys.program import tree

SET = '[{"op": "set_cells", "cells": {"A1": "%s"}}]'


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "folder" / "a.csv"
    file.parent.mkdir()
    file.write_text("Name,Amount\nPen,1\n")
    return file


def test_an_edit_is_shown_made_and_put_back(deskhand, table):
    before = tree(table.parent)
    assert "+ Who" in deskhand.run("doc", "edit", str(table), "--ops", SET % "Who", "--dry-run")
    assert tree(table.parent) == before
    deskhand.run("doc", "edit", str(table), "--ops", SET % "Who")
    assert table.read_text() == "Who,Amount\nPen,1\n"
    deskhand.run("undo", "--last")
    assert tree(table.parent) == before


def test_an_edit_that_changes_nothing_leaves_the_file_as_it_is(deskhand, table):
    before = tree(table.parent)
    deskhand.run("doc", "edit", str(table), "--ops", SET % "Name")
    assert tree(table.parent) == before
    deskhand.run("undo", "--last", code=5)


@pytest.mark.parametrize("ops", ["no JSON", "[]", "[1]", '"x"', "@/nowhere"])
def test_what_is_no_list_of_operations_is_wrong_usage(deskhand, table, ops):
    before = tree(table.parent)
    deskhand.run("doc", "edit", str(table), "--ops", ops, code=2)
    assert tree(table.parent) == before


def test_files_of_two_kinds_are_not_compared(deskhand, table):
    other = table.with_suffix(".md")
    other.write_text("# Name\n")
    process = deskhand.start("doc", "diff", str(table), str(other))
    assert "Files of two kinds (.csv and .md) cannot be compared" in process.communicate(timeout=100)[1]
    assert process.returncode == 1
