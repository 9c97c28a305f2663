"""Which Tier a code needs."""

import pytest

from agent.core.running import Code, Tier
from agent.sandbox.choosing import choose
from agent.sandbox.small.source import LONGEST

SMALL = [
    "1 + 1",
    "import csv, json\nfrom collections import Counter\nprint(Counter('abc').most_common(1))",
    "import os.path\nos.path.join('a', 'b')",
    "import os\nos.path.exists('a')",
    "from os import path",
    "with open('a.csv', newline='', encoding='utf-8') as file:\n    print(file.read())",
    "import deskhand\ndeskhand.tables('a.xlsx')",
    "class A:\n    def __init__(self): self.x = 1\n",
    "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n",
    "import sys\nprint(1, file=sys.stderr)",
    "def exit(): return 1\nexit()",
    "x = (",
]
NATIVE = [
    "import pandas as pd",
    "import numpy",
    "from openpyxl import load_workbook",
    "import os\nos.environ['A']",
    "from collections import OrderedDict",
    "import deskhand\ndeskhand.render('a.pdf')",
    "from deskhand import *",
    "from . import other",
    "def f():\n    yield 1",
    "x = 1\ndel x",
    "class A(Exception): pass",
    "class A(metaclass=B): pass",
    "class A:\n    @property\n    def x(self): return 1",
    "try:\n    pass\nexcept* ValueError:\n    pass",
    "async def f(x):\n    return [i async for i in x]",
    "callable(1)",
    "open('a.csv', encoding='cp932')",
    "open('a.csv', errors='replace')",
    "from pathlib import Path\nPath('a').read_text(encoding='utf-16')",
    "import re\nre.sub('a', lambda m: 'b', 'a')",
    "print(1, file=open('a', 'w'))",
    "# native\n1 + 1",
    "x = 1\n" * LONGEST,
    "-" * 20_000 + "1",
    "a" + ".a" * 20_000,
]


@pytest.mark.parametrize("text", SMALL)
def test_short_work_is_done_by_the_small_interpreter(text):
    assert choose(Code(text)) is Tier.SMALL


@pytest.mark.parametrize("text", NATIVE, ids=lambda text: text[:40])
def test_all_else_runs_natively(text):
    assert choose(Code(text)) is Tier.NATIVE


def test_a_script_with_arguments_runs_natively():
    assert choose(Code("1", arguments=("a",))) is Tier.NATIVE
