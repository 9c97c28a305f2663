"""Arguments that do not fit are answered with what would be right, and where the mistake is. Nothing is repaired."""

import pytest

from agent.core.errors import InvalidArgumentsError


def refused(box, arguments, tool="read"):
    with pytest.raises(InvalidArgumentsError) as caught:
        box.raw(tool, arguments)
    return str(caught.value)


def test_the_place_of_a_mistake_in_json_is_told_with_what_is_around_it(box):
    told = refused(box, '{"path": "a.txt", "start" 5}')
    assert "at character 26, between" in told
    assert '"start" \'' in told
    assert "'5}'" in told


@pytest.mark.parametrize("arguments", ['{"path": "a.t', '{"path": "a.txt"', '{"path":'])
def test_arguments_that_are_cut_off_say_so_and_are_never_completed(box, arguments):
    told = refused(box, arguments)
    assert "cut off" in told or "Unterminated string" in told
    assert "Send the call again" in told


def test_a_misspelled_name_is_answered_with_the_nearest_one(box):
    assert "Did you mean 'path'? It takes: path (required)" in refused(box, '{"file_path": "a.txt"}')
    assert "Did you mean" not in refused(box, '{"zzz": 1}')


def test_a_value_of_another_type_is_named_with_the_type_that_would_be_right(box):
    assert "'start' must be of type integer, not object" in refused(box, '{"path": "a.txt", "start": {}}')


@pytest.mark.parametrize("arguments", ["[]", '"a.txt"', "5", "null"])
def test_arguments_are_one_object(box, arguments):
    assert "must be one JSON object" in refused(box, arguments)


@pytest.mark.parametrize("value", ["9" * 5_000, "[" * 100_000, '{"a":' * 100_000])
def test_arguments_that_are_too_much_for_the_parser_are_wrong_arguments(box, value):
    """A number of thousands of digits, lists in lists in lists: a hostile model writes them to end the Turn."""
    assert len(refused(box, '{"path": "a.txt", "start": ' + value + "}")) < 400


def test_a_megabyte_of_nonsense_is_answered_in_a_few_words(box):
    assert len(refused(box, '{"path": "' + "x" * 1_000_000)) < 400
