"""Programs that nobody wrote, for the small interpreter: real attacks, and a grammar that likes what they are made of.

`tried` runs them in one Room and says what went wrong: errors of the host, words of the host, anything touched outside.
"""

import ast
import asyncio
import random
from collections import Counter

from agent.core.running import Bounds, Code, RunEnd
from agent.documents.pool import WorkerDocuments
from agent.sandbox.choosing import choose
from agent.sandbox.confining import confinement_here
from agent.sandbox.parts import UnsupportedError
from agent.sandbox.room import Rooms
from agent.sandbox.small.interpreter import SmallTier
from tests.redteam.small_attacks import ATTACKS

SECRET = "canary-7f3a"
EACH = 40  # programs that share their variables; more of them break print and len for all that follow
BOUNDS = Bounds(seconds=0.7, disk=2_000_000, files=200, printed=5_000)
_NAMES_TEXT = """
    a b c f x A print open len str int list dict type object getattr setattr eval exec repr sorted map range os
    sys re json math deskhand Path __builtins__ __name__ __file__ __import__ __deskhand_shown__ __deskhand_round__
"""
_NAMES = _NAMES_TEXT.split()
_ATTRIBUTES_TEXT = """
    __class__ __base__ __bases__ __mro__ __subclasses__ __globals__ __code__ __closure__ __dict__ __init__
    __self__ __func__ __module__ __wrapped__ __builtins__ __loader__ __getattribute__ __reduce__ __traceback__
    tb_frame f_back f_globals gi_frame append read write close modules path environ system listdir format join
    encode decode name
"""
_ATTRIBUTES = _ATTRIBUTES_TEXT.split()
_WORDS = (
    "in.txt",
    "../outside/secret.txt",
    "/etc/passwd",
    "/room/in.txt",
    "/proc/self/maps",
    "a/b/../c",
    "out.csv",
    "",
    ".",
    "..",
    "\x00",
    "{0.__class__}",
    "%s",
    "日本",
    "link",
    "w",
    "rb",
    "a" * 300,
    "/dev/zero",
    "con",
    "x\\y",
    "//etc",
    "~/x",
)
_NUMBERS = ("0", "1", "-1", "10**6", "10**10", "2**63", "2**64", "1e308", "float('nan')", "True", "None", "...", "1j")
_IMPORTS = (
    "os",
    "sys",
    "re",
    "json",
    "deskhand",
    "math",
    "csv",
    "ctypes",
    "subprocess",
    "builtins",
    "asyncio",
    "random",
)


class Grammar:
    """Programs by chance."""

    def __init__(self, chance):
        self._chance = chance

    def program(self):
        """One text, often broken, seldom long."""
        kind = self._chance.random()
        if kind < 0.15:
            return self._mutated(self._chance.choice(ATTACKS))
        if kind < 0.2:
            return f"{self._chance.choice(ATTACKS)}\n{self._mutated(self._chance.choice(ATTACKS))}"
        head = [f"import {one}" for one in self._chance.sample(_IMPORTS, 2)] if kind < 0.6 else []
        return "\n".join([*head, *(self._guarded(self._statement(2)) for _ in range(self._chance.randint(1, 8)))])

    def _guarded(self, statement):
        """Mostly one that can be parsed, with what catches its errors: so that the next one runs too."""
        if self._chance.random() < 0.05:
            return statement
        if not parses(statement):
            return self._guarded(self._statement(2))
        inner = statement.replace("\n", "\n    ")
        return f"try:\n    {inner}\nexcept Exception as c:\n    print(type(c), c)"

    def _mutated(self, text):
        letters = list(text)
        for _ in range(self._chance.randint(1, 3)):
            at = self._chance.randrange(len(letters) + 1)
            letters[at : at + self._chance.randint(0, 3)] = self._chance.choice(
                ["", *_WORDS, *_NAMES, "(", ")", ".", "\n", ":"]
            )
        return "".join(letters)

    def _statement(self, deep):
        one, block = self._expression(3), "pass"
        if deep:
            block = self._statement(deep - 1).replace("\n", "\n    ")
        name = self._chance.choice(_NAMES)
        return self._chance.choice(
            (
                one,
                one,
                one,
                f"print({one})",
                f"{name} = {one}",
                f"for {name} in {one}:\n    {block}",
                f"if {one}:\n    {block}",
                f"def f(a={one}, *b, **c):\n    {block}\n    return {one}",
                f"class A:\n    b = {one}\n    def __{self._special()}__(self, *a):\n        return {one}",
                f"try:\n    {block}\nexcept Exception as c:\n    print(c)",
                f"with {one} as {name}:\n    {block}",
                f"open({self._text()}, 'w').write({one})",
                f"while {one}:\n    {block}\n    break",
                f"import {name}",
                f"match {one}:\n    case {name}:\n        {block.replace(chr(10), chr(10) + '    ')}",
                f"global {name}",
                f"assert {one}",
                f"raise {one}",
                f"{name} += {one}",
                f"{name}.{self._chance.choice(_ATTRIBUTES)} = {one}",
            )
        )

    def _expression(self, deep):
        if not deep or self._chance.random() < 0.25:
            return self._chance.choice(
                (self._chance.choice(_NAMES), self._chance.choice(_NUMBERS), self._text(), "[]", "{}", "()")
            )
        one, other = self._expression(deep - 1), self._expression(deep - 1)
        attribute = self._chance.choice(_ATTRIBUTES)
        return self._chance.choice(
            (
                f"{one}.{attribute}",
                f"{one}.{attribute}()",
                f"({one})({other})",
                f"getattr({one}, '{attribute}')",
                f"{one} {self._chance.choice(['+', '*', '%', '==', 'in', 'and', '//', '<<'])} {other}",
                f"{one}[{other}]",
                f"[{one} for a in {other}]",
                f"{{{one}: {other}}}",
                f"[{one}, {other}]",
                f"lambda a: {one}",
                f"f'{{{one}!r:>9}}'",
                f"eval({self._text()})",
                f"exec({one!r})",
                f"type({one})",
                f"deskhand.{self._call()}({self._text()}, {one})",
                f"open({self._text()}, {self._text()})",
                f"os.{self._chance.choice(['listdir', 'rename', 'mkdir', 'remove'])}({self._text()})",
                f"'{{0.{attribute}}}'.format({one})",
                f"sorted({one}, key={other})",
                f"({one} if {other} else {one})",
                f"[*{one}]",
            )
        )

    def _special(self):
        return self._chance.choice(["init", "repr", "eq", "hash", "len", "enter", "iter"])

    def _call(self):
        return self._chance.choice(
            ["read", "tables", "text", "create", "edit", "convert", "check", "extract", "nothing"]
        )

    def _text(self):
        return repr(self._chance.choice(_WORDS))


def parses(text):
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


class Range:
    """A Room between things that must stay as they are."""

    def __init__(self, base):
        self._base = base
        (base / "outside").mkdir()
        (base / "outside/secret.txt").write_text(SECRET)
        self._documents = WorkerDocuments()
        tier = SmallTier(confinement_here(), base / "state", self._documents)
        self.there = tier.offer().there
        self.folder = Rooms(base / "rooms").folder()
        self._small = tier.interpreter(self.folder)
        self._whole = self._tree()
        self.ends: Counter[str] = Counter()

    def close(self):
        self._small.close()
        self._documents.close()
        self.folder.close()

    async def flaw(self, text, *, fresh):
        """What went wrong with this program; "" for nothing. `fresh`: without what earlier ones left."""
        self.folder.empty()
        self.folder.path("in.txt").write_text("words of the person")
        self.folder.begin()
        try:
            choose(Code(text))
            ran = await self._small.run(Code(text, bounds=BOUNDS, fresh=fresh), lambda _: None)
        except UnsupportedError as error:
            self.ends["unsupported"] += 1
            return self._said(str(error))
        except BaseException as error:  # noqa: BLE001  that is what is looked for
            return f"host: {type(error).__name__}: {error} ({error.__cause__!r})"
        self.ends[ran.end] += 1
        if ran.end is RunEnd.CRASHED and not ran.trouble:
            return "it crashed without a word"
        return self._said(f"{ran.printed}\n{ran.value}\n{ran.trouble}") or self._touched()

    def _said(self, said):
        """Words that only the host knows."""
        for word in (
            SECRET,
            str(self._base),
            "site-packages",
            "agent.sandbox",
            "pydantic_monty",
            "root:x:",
            " at 0x7f",
        ):
            if word in said:
                return f"it says {word!r}: {said[:300]}"
        return ""

    def _touched(self):
        now = self._tree()
        return "" if now == self._whole else f"touched: {sorted({str(one[0]) for one in now ^ self._whole})[:5]}"

    def _tree(self):
        """Everything but what lies in the Room's working folder."""
        work = self.folder.work
        return {
            (path, path.lstat().st_mtime_ns if path.is_file() else 0, path.read_bytes() if path.is_file() else b"")
            for path in self._base.rglob("*")
            if not path.is_relative_to(work) and "trash" not in path.parts
        }


def tried(base, count, seed, told=lambda number: None):
    """Flaws of `count` programs, with the programs, and how often each end came."""
    range_ = Range(base)
    grammar = Grammar(random.Random(seed))
    found = []

    async def all_of_them():
        for number in range(count):
            text = ATTACKS[number] if number < len(ATTACKS) else grammar.program()
            if flaw := await range_.flaw(text, fresh=number % EACH == 0):
                found.append((flaw, text))
            told(number)

    try:
        asyncio.run(all_of_them())
    finally:
        range_.close()
    return found, range_.ends
