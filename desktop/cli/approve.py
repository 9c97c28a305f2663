"""Who approves on the command line: a person at a terminal, everybody, nobody, or a file.

The file is JSON: {"effects": ["write", "move"], "rows": ["reports/*.xlsx"], "decline": ["*.tmp"], "reason": "..."}.
A row is accepted when its effect is listed or its target matches `rows` (fnmatch), and `decline` does not match it.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from agent.core.actions import Approval, Effect, Question, Row
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.terms import EFFECTS, detail

SHOWN_ROWS = 40
_NOBODY = Words("No one was there to approve it.", "承認する人がいませんでした。")
_NO_RULES = Words(
    "--approve: {name!r} is not ask, all, none or a JSON file of approvals.",
    "--approve: 「{name}」は ask、all、none のいずれでも、承認を書いた JSON ファイルでもありません。",
)
_WRONG_RULES = Words(
    "--approve: {wrong} in {name!r}. Nothing was approved.",
    "--approve: 「{name}」: {wrong}。何も承認していません。",
)
_NO_OBJECT = Words("there is no JSON object", "JSON オブジェクトがありません")
_NO_RULE = Words(
    "there is no rule {key!r} (the rules are effects, rows, decline and reason)",
    "「{key}」という規則はありません（規則は effects、rows、decline、reason です）",
)
_NO_LIST = Words("{key!r} is no list of texts", "「{key}」が文字列のリストではありません")
_NO_EFFECT = Words("{effect!r} is no effect (there are {all})", "「{effect}」という操作はありません（{all}）")
_NO_TEXT = Words("'reason' is no text", "「reason」が文字列ではありません")
_SEE_README = Words("See the README for its form.", "書き方は README をご覧ください。")
_MORE = Words("       ... and {count} more", "       … ほか {count} 件")
_UNDOABLE = Words("All can be undone.", "すべて元に戻せます。")
_FINAL = Words("This can NOT be undone.", "この操作は元に戻せません。")
_ALLOW = Words(
    "Allow? [y = all, n = none, or numbers like 1,3-5] ",
    "許可しますか? [y = すべて、n = しない、または 1,3-5 のような番号] ",
)
_LISTS = ("effects", "rows", "decline")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a file of approvals says."""

    effects: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    decline: tuple[str, ...] = ()
    reason: str = ""

    def accepts(self, row: Row) -> bool:
        """Whether this row may be carried out."""
        if any(fnmatchcase(row.target, pattern) for pattern in self.decline):
            return False
        return row.effect in self.effects or any(fnmatchcase(row.target, pattern) for pattern in self.rows)


Decide = Callable[[Question], Approval]


class Answering:
    """An Approver that writes the question and its answer into the Session, and lets `decide` answer.

    `ask` is the Session's own, `answer` gives an answer to it.
    """

    def __init__(
        self, ask: Callable[[Question, str], Awaitable[Approval]], answer: Callable[[Approval], bool], decide: Decide
    ) -> None:
        self._ask = ask
        self._answer = answer
        self._decide = decide

    async def ask(self, question: Question, call: str = "") -> Approval:
        """Ask, and answer at once or when the person has typed."""
        waiting = asyncio.ensure_future(self._ask(question, call))
        try:
            approval = await asyncio.to_thread(self._decide, question)
            self._answer(approval)
            return await waiting
        except BaseException:
            waiting.cancel()
            raise


def deciding(how: str, language: str, *, quiet: bool) -> Decide:
    """The function that answers questions: "ask", "all", "none" or the path of a file of rules.

    `language` is that of what is asked on the terminal.

    Raises:
        NeedsUserError: the file is missing or is no such JSON.
    """
    if how == "all":
        return lambda question: question.answer(_all(question), True)
    if how == "none" or (how == "ask" and (quiet or not sys.stdin.isatty())):
        return lambda question: question.answer(text=_NOBODY.text(language))
    if how == "ask":
        return lambda question: _typed(question, language)
    rules = _rules(Path(how))
    return lambda question: _by_rules(question, rules)


def _all(question: Question) -> tuple[int, ...]:
    return tuple(row.index for row in question.rows)


def _by_rules(question: Question, rules: Rules) -> Approval:
    accepted = tuple(row.index for row in question.rows if rules.accepts(row))
    return question.answer(accepted, bool(accepted), rules.reason)


def _rules(path: Path) -> Rules:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NeedsUserError(_NO_RULES.of(name=shown(str(path))), _SEE_README, "approve_file") from error
    wrong = _wrong(data)
    if wrong is not None:
        words = _WRONG_RULES.of(wrong=wrong, name=shown(str(path)))
        raise NeedsUserError(words, _SEE_README, "approve_file")
    lists = {key: tuple(data[key]) for key in _LISTS if key in data}
    return Rules(**lists, reason=data.get("reason", ""))


def _wrong(data: object) -> Words | None:
    """What is no rule: a slip must never approve more than was meant ("rows": "*.csv" would be the pattern "*")."""
    if not isinstance(data, dict):
        return _NO_OBJECT
    for key, value in data.items():
        if key not in (*_LISTS, "reason"):
            return _NO_RULE.of(key=key)
        if key in _LISTS and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            return _NO_LIST.of(key=key)
    strange = set(data.get("effects", ())) - set(Effect)
    if strange:
        return _NO_EFFECT.of(effect=min(strange), all=", ".join(Effect))
    return None if isinstance(data.get("reason", ""), str) else _NO_TEXT


def _typed(question: Question, language: str) -> Approval:
    """Ask on standard error, so that standard output stays clean."""
    _print(f"\n{shown(question.title)}")
    if question.why:
        _print(f"  {shown(question.why)}")
    if not question.rows:
        for number, choice in enumerate(question.choices, 1):
            _print(f"  {number}. {shown(choice)}")
        text = _line("> ")
        chosen = question.choices[int(text) - 1] if text.isdigit() and 0 < int(text) <= len(question.choices) else text
        return question.answer(yes=bool(chosen), text=chosen)
    _print_rows(question.rows, language)
    _print((_UNDOABLE if question.undoable else _FINAL).text(language))
    return _rows_from(question, _line(_ALLOW.text(language)))


def _print_rows(rows: Sequence[Row], language: str) -> None:
    """The first ones, and every one that warns of something, however many there are."""
    left_out = 0
    for number, row in enumerate(rows, 1):
        if number > SHOWN_ROWS and not row.notes:
            left_out += 1
            continue
        mark = "!" if row.destructive else " "
        effect, told = EFFECTS[row.effect].text(language), detail(row.detail, language)
        _print(f" {mark}{number:>4}. {effect:<6} {shown(row.target)}  {told}")
        for note in row.notes:
            _print(f"       {shown(note)}")
    if left_out:
        _print(_MORE.of(count=left_out).text(language))


def _rows_from(question: Question, text: str) -> Approval:
    if text.strip().lower() in ("y", "yes", "はい"):
        return question.answer(_all(question), True)
    chosen = _numbers(text)
    accepted = tuple(row.index for number, row in enumerate(question.rows, 1) if number in chosen)
    words = "" if accepted or text.strip().lower() in ("", "n", "no", "いいえ") else text.strip()
    return question.answer(accepted, bool(accepted), words)


def _numbers(text: str) -> set[int]:
    found: set[int] = set()
    for piece in text.replace(" ", "").split(","):
        first, dash, last = piece.partition("-")
        if first.isdigit() and (not dash or last.isdigit()):
            found.update(range(int(first), int(last if dash else first) + 1))
    return found


def _line(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _print(text: str) -> None:
    sys.stderr.write(text + "\n")
