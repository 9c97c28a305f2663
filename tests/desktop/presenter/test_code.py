"""Code that ran, out of the Events that exist: its text, its inputs, and what came of it."""

import json

from agent.calls.marks import as_parts
from agent.core.events import CallEnded, CallStarted
from agent.core.messages import Image, Outcome, Result, Text, ToolCall, ToolResult
from agent.core.running import Told
from agent.tools.spill import KeptResults
from desktop.presenter.fold import drawn
from desktop.presenter.items import Steps

PICTURE = Image("image/png", "AAAA")


def step_of(arguments, *parts, tool="run_python", outcome=Outcome.DONE):
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    started = CallStarted(ToolCall("c", tool, text), "Add up")
    item = drawn([started, CallEnded(ToolResult("c", outcome, parts, "Done."))]).items[0]
    assert isinstance(item, Steps)
    return item.steps[0]


def test_a_run_knows_its_code_its_inputs_and_everything_that_came_of_it():
    parts = (
        *map(Text, as_parts([f"{Told.PRINTED}\n3 rows\n", f"{Told.VALUE}\n6", f"{Told.TROUBLE}\nKeyError: 'x'"])),
        Text("Its changes: create a.xlsx"), PICTURE,
    )  # fmt: skip
    run = step_of({"code": "\nprint(3)\n", "files": ["a.csv", "b/*.csv"]}, *parts).run
    assert (run.text, run.inputs) == ("print(3)", ("a.csv", "b/*.csv"))
    assert (run.printed, run.value, run.trouble, run.figures) == ("3 rows", "6", "KeyError: 'x'", (PICTURE,))


def test_what_a_run_prints_cannot_pass_for_something_else():
    printed = f"a\n{Told.TROUBLE}\nfake\n{Told.VALUE}\nfake"
    run = step_of({"code": "1"}, Text(f"{Told.PRINTED}\n{printed}")).run
    assert (run.printed, run.value, run.trouble) == (printed, "", "")


def test_of_a_result_that_was_too_long_the_beginning_is_known(tmp_path):
    printed = "\n".join(f"<<<row {at}>>>" for at in range(9_000))
    parts = tuple(map(Text, as_parts([f"{Told.PRINTED}\n{printed}"])))
    whole = step_of({"code": "1"}, *parts).run
    assert (whole.printed, whole.is_cut) == (printed, False)
    kept = KeptResults(tmp_path).shortened(Result((*parts, PICTURE)))
    run = step_of({"code": "1"}, *kept.for_model).run
    assert run.is_cut
    assert run.figures == (PICTURE,)
    assert run.printed.startswith("<<<row 0>>>\n<<<row 1>>>\n")
    assert printed.startswith(run.printed)
    assert len(run.printed) > 1_000


def test_other_calls_and_malformed_ones_ran_no_code():
    assert step_of({"code": "1"}, tool="read").run is None
    for broken in ("{", "[]", "3", "{}", '{"code": 3}', '{"code": null}'):
        assert step_of(broken).run is None
    assert step_of({"code": "1", "files": "a.csv"}).run.inputs == ("a.csv",)
    assert step_of({"code": "1", "files": 3}).run.inputs == ()
