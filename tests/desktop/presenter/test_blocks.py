"""Answers in blocks: what is finished stays as it is."""

import random

from desktop.presenter.blocks import Block, blocks, unmarked

TEXT = """# Sum

Two lines
of one paragraph with `code`.

| a | b |
| --- | ---: |
| 1 | 2 |

```python
x = 1

| no | table |
```
1. one

2. two

![a chart](https://example.com/x.png) after
"""


def test_prose_tables_and_code_are_blocks_of_their_own():
    kinds = [(block.kind, block.language) for block in blocks(TEXT)]
    assert kinds == [("prose", ""), ("table", ""), ("code", "python"), ("prose", "")]
    assert blocks(TEXT)[2].text == "x = 1\n\n| no | table |"


def test_pictures_are_words_only():
    assert blocks(TEXT)[-1].text.endswith("a chart after")


def test_a_fence_that_is_still_open_is_code():
    assert blocks("a\n```\nrm -rf") == (Block("prose", "a"), Block("code", "rm -rf"))


def test_all_but_the_last_block_stay_while_text_comes_in():
    text = "\n\n".join(f"Paragraph {n} " + "words " * 60 for n in range(30)) + "\n\n" + TEXT
    whole = blocks(text)
    assert len(whole) > 6
    rng = random.Random(7)
    for end in sorted(rng.sample(range(len(text)), 200)):
        line_end = text.rfind("\n", 0, end) + 1
        part = blocks(text[:line_end])
        assert part[:-2] == whole[: max(len(part) - 2, 0)]


def test_a_list_is_not_cut_so_that_its_numbers_go_on():
    text = "\n\n".join(f"{n}. " + "word " * 100 for n in range(1, 9))
    assert len(blocks(text)) == 1


def test_a_line_of_plain_words_loses_the_marks_of_markdown():
    assert unmarked("`a.xlsx`: **5 receipts**.\n# Title\n* x 2*3") == "a.xlsx: 5 receipts.\nTitle\n* x 2*3"
