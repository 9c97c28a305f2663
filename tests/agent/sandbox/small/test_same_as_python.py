"""What the small interpreter does, Python does too: the same words and files, for work as it comes in offices."""

import os
import random
import subprocess
import sys

import pytest

TABLE = 'region,amount,name\nNord,10.5,Ä\nSüd,3,"b ""q"", c"\nNord,0.1,\n'
SAME = {
    "a group and its sums": """
import csv
with open("in.csv", newline="", encoding="utf-8") as f:
    rows = list(csv.DictReader(f))
total = {}
for r in rows:
    total[r["region"]] = total.get(r["region"], 0) + float(r["amount"])
with open("o.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f)
    w.writerow(["region", "total", 'a"b', "c,d", "e\\nf", 1.5, None, True])
    for k, v in sorted(total.items()):
        w.writerow([k, f"{v:.2f}"])
print(total, rows)
""",
    "lines and their ends": """
print(open("ends.txt").read().encode(), open("ends.txt", "rb").read(), [line for line in open("ends.txt")])
open("lf.txt", "w").write("a\\nb\\r\\nc")
open("lf.txt", "a").write("d")
print("a\\nb\\r\\nc\\x0bd\\u2028e".splitlines())
""",
    "json": """
import json
data = {"a": [1, 2.0, None, True, "é日"], "b": {"d": float("inf")}}
print(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True))
print(json.dumps("é"), json.loads('{"a": 1.0, "b": [1e5]}'))
""",
    "numbers as words": """
print(1/3, 1e16, 1e-5, 123456789.123456789, 0.1+0.2, 1e22, float("nan"), -0.0, 1e100)
print(f"{1234567.891:,.2f} {0.123:.1%} {5:05d} {255:x} {3.0:g} {12345.678:e} {True} {None!r:>8} {'a':*^5}")
print("%s %d %5.1f %r %%" % ("a", 3, 2.25, "x"), 7 // -2, -7 % 3, divmod(-7, 2), int(-2.7))
print(sum([0.1] * 10), max("b", "a"), 10**50 // 7)
""",
    "decimals": """
from decimal import Decimal, ROUND_HALF_UP
print(Decimal("1.10") + Decimal("2.205"), Decimal("2.675").quantize(Decimal("0.01"), ROUND_HALF_UP))
print(round(Decimal("2.675"), 2), f"{Decimal('1234.5'):,.2f}")
""",
    "words": """
import re, unicodedata
print(re.findall(r"(\\d+)-(\\w+)", "12-ab 3-c"), re.sub(r"(\\w+) (\\w+)", r"\\2 \\1", "a b c d"))
print(re.split(r"[,;]\\s*", "a, b;c"))
print(sorted(["b", "A", "a", "É", "z"]), "ß".upper(), "they're".title(), "straße".casefold(), "a\\tb".expandtabs(4))
print(unicodedata.normalize("NFKC", "ｱｲｳ１２３㈱"), "a,b,,c".split(","), "aXbXc".rsplit("X", 1), "あ".encode())
""",
    "dates": """
from datetime import date, datetime, timedelta
d = datetime(2024, 2, 29, 13, 5, 7)
print(d, d.isoformat(), d + timedelta(days=366), d.strftime("%d.%m.%Y %H:%M:%S %a %B %j %y"), repr(d))
print((date(2025, 1, 1) - date(2024, 1, 1)).days, datetime.strptime("03/04/2024", "%d/%m/%Y"), timedelta(hours=30))
""",
    "collections": """
from collections import Counter, defaultdict, deque, namedtuple
P = namedtuple("P", "x y")
d = defaultdict(list)
d["a"].append(1)
print(Counter("abracadabra").most_common(2), d, P(1, 2)._replace(x=5))
print(deque([1, 2], maxlen=2), {1, 2, 3}, {"a": 1} | {"b": 2})
""",
    "errors": """
for text in ("int('x')", "{}['a']", "[][1]", "'a' + 1", "None.x", "1 / 0"):
    try:
        eval(text)
    except Exception as error:
        print(type(error).__name__, error)
""",
    "chance": """
import random
random.seed(42)
x = [1, 2, 3, 4, 5]
random.shuffle(x)
print(random.random(), random.randint(1, 100), random.sample(range(100), 3), x)
""",
    "folders": """
import os
os.makedirs("d/e", exist_ok=True)
open("d/e/x.txt", "w").write("1")
os.rename("d/e/x.txt", "d/y.txt")
os.rmdir("d/e")
print(sorted(os.listdir("d")), os.path.splitext("a.b.c"), os.path.getsize("d/y.txt"), list(os.walk("d")))
""",
}
_AMOUNTS = """
out = []
for x in xs:
    out.append([round(x, 1), round(x, 2), round(x), f"{x:.2f}", f"{x:,.0f}", "%.3f" % x, f"{x:g}", x // 0.1, x % 0.7])
print(out)
"""


@pytest.fixture
def both(shared, tmp_path):
    """Run a text in both; gives what each printed and the files that each left."""
    work = tmp_path / "python"
    work.mkdir()
    ends = b"a\r\nb\rc\n\xc3\xa9"
    (work / "in.csv").write_text(TABLE, encoding="utf-8")
    (work / "ends.txt").write_bytes(ends)
    shared.folder.path("ends.txt").write_bytes(ends)
    shared.put("in.csv", TABLE)

    def run(text):
        ran = shared.run(text)
        words = [sys.executable, "-X", "utf8", "-I", "-c", text]
        there = subprocess.run(words, cwd=work, capture_output=True, check=True, env=os.environ, timeout=30)
        files = [
            {str(one.relative_to(top)): one.read_bytes() for one in top.rglob("*") if one.is_file()}
            for top in (shared.folder.work, work)
        ]
        return (ran.printed + ran.trouble, files[0]), (there.stdout.decode(), files[1])

    return run


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_work_gives_what_python_gives(both, text):
    small, python = both(text)
    assert small == python


def test_amounts_are_rounded_and_shown_as_python_does(both):
    chance = random.Random(20261126)
    amounts = [2.675, 1.005, 0.125, 2.5, -0.045, 1e15, 99.995]
    amounts += [round(chance.uniform(-10_000, 10_000), 3) for _ in range(700)]
    amounts += [chance.randint(0, 100_000) / 200 for _ in range(300)]
    small, python = both(f"xs = {amounts}\n{_AMOUNTS}")
    assert small == python
