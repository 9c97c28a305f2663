"""Lists of pages as people write them."""

import pytest

from agent.core.errors import InvalidArgumentsError
from agent.documents.pdf.page_ranges import page_numbers


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("1-3,7", [1, 2, 3, 7]),
        ("3,1,2", [3, 1, 2]),
        ("8-", [8, 9]),
        ("-2", [1, 2]),
        ("3-1", [3, 2, 1]),
        ("p2", [2]),
        ("pages 2 – 3", [2, 3]),
        ("1、3〜4", [1, 3, 4]),
    ],
)
def test_a_list_means_its_pages_in_its_order(text, pages):
    assert page_numbers(text, 9) == pages


@pytest.mark.parametrize("text", ["", "0", "10", "2-10", "a", "1-2-3", "1,,2", "-"])
def test_what_is_no_list_of_pages_is_refused(text):
    with pytest.raises(InvalidArgumentsError):
        page_numbers(text, 9)
