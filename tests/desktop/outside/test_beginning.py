"""Where a person is led by what comes from outside: a package begins no task, and words to try something begin one."""

import pytest


@pytest.fixture
def stage(play, until):
    """A window with a finished task."""
    stage = play("outside")
    until(lambda: bool(stage.controller.picture.session.items))
    return stage


def test_a_package_that_is_double_clicked_leaves_the_open_task_where_it_is(stage, until, tmp_path):
    path = tmp_path / "tax-forms.skill"
    path.write_bytes(b"")
    before = stage.controller.session
    stage.take([str(path)])
    until(lambda: stage.packages.dialog is not None)
    assert stage.controller.session == before
    assert stage.controller.picture.session.items


def test_words_to_try_something_stand_before_what_was_written_and_one_name_takes_the_place_of_another(stage):
    composer = stage.window.composer
    composer.set_draft("for Mr Sato")
    stage.settings.begin("/letters ")
    assert composer.draft()[0] == "/letters for Mr Sato"
    composer.set_draft("/letters ")
    stage.settings.begin("/minutes ")
    assert composer.draft()[0] == "/minutes "
    stage.settings.begin("Use “Stock” to ")
    assert composer.draft()[0] == "/minutes Use “Stock” to "
