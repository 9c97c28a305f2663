"""The jobs that any model should finish, with a scripted model at a real address. `tests/long/live.py` runs the same
jobs with a real one."""

import pytest

from tests.journeys.jobs import JOBS
from tests.journeys.running import answer_of, arguments
from tests.journeys.scripted_server import in_order, serving


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_job_is_finished(deskhand, tmp_path, job):
    folder = tmp_path / "Office"
    folder.mkdir()
    job.make(folder)
    with serving(in_order(job.script)) as server:
        deskhand.run("model", "add", "m", "--base-url", server.url, "--model", "m", "--no-key")
        events = deskhand.events(*arguments(job, folder))
    assert events[-1]["ending"] == "done"
    assert all(one["result"]["outcome"] == "done" for one in events if one["kind"] == "call_ended")
    job.check(folder, answer_of(events))
    sent = str(server.heard[0]["messages"])
    assert ("data:image/jpeg;base64," in sent) == bool(job.images)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_the_check_of_a_job_refuses_a_folder_in_which_nothing_was_done(tmp_path, job):
    folder = tmp_path / "Office"
    folder.mkdir()
    job.make(folder)
    with pytest.raises((AssertionError, OSError)):
        job.check(folder, "It is done.")
