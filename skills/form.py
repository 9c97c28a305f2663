"""The form of a Recipe: its fields, and values that fit them."""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from agent.core.errors import InvalidArgumentsError, OutsideWorkspaceError
from agent.core.paths import Place, shown
from agent.core.ports import Files
from agent.core.words import NO_WORDS, Words


class Kind(StrEnum):
    """What a field holds. Values are text: a bool is "true" or "false", a date ISO, files are lines of Place texts."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    CHOICE = "choice"
    FOLDER = "folder"
    FILE = "file"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice with its label."""

    value: str
    label: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form. An empty folder means the first granted one."""

    key: str
    kind: Kind
    label: Words
    default: str = ""
    help: Words = NO_WORDS
    choices: tuple[Option, ...] = ()
    required: bool = False


_NO_FOLDER = Words(
    "No folder is granted. Ask the person for one.", "フォルダーが許可されていません。フォルダーを追加してください。"
)
_MUST_BE_FILLED = Words("{label} must be filled.", "「{label}」を入力してください。")
_CANNOT_BE = Words("{label} cannot be {value!r}: {why}.", "「{label}」に「{value}」は指定できません。{why}。")
_NO_FIELD = Words(
    "There is no field {name!r}; the fields are {known}.",
    "「{name}」という項目はありません。使える項目は {known} です。",
)
FOLDER = Field(
    "folder", Kind.FOLDER, Words("Folder", "フォルダー"), help=Words("Empty: the whole folder", "空欄: 全体")
)
SUBFOLDERS = Field("subfolders", Kind.BOOL, Words("Look into subfolders", "サブフォルダーも対象"), "true")


def choice(key: str, label: Words, options: Mapping[str, Words], help_text: Words = NO_WORDS) -> Field:
    """A field with these options, the first one chosen."""
    shown = tuple(Option(value, words) for value, words in options.items())
    return Field(key, Kind.CHOICE, label, shown[0].value, help_text, shown)


@dataclass(frozen=True, slots=True)
class Form:
    """Values that fit their fields. Each method reads one field; a key that the Recipe has not is a KeyError."""

    values: Mapping[str, str]

    def text(self, key: str) -> str:
        """The words, or the value of a choice."""
        return self.values[key]

    def yes(self, key: str) -> bool:
        """A tick."""
        return self.values[key] == "true"

    def number(self, key: str) -> float:
        """A number; 0 when empty."""
        return float(self.values[key] or 0)

    def date(self, key: str) -> datetime.date | None:
        """A day, or None when empty."""
        return datetime.date.fromisoformat(self.values[key]) if self.values[key] else None

    def place(self, key: str, files: Files) -> Place:
        """A file or folder; the first Root when empty. Raises OutsideWorkspaceError."""
        if self.values[key]:
            return files.place(self.values[key])
        roots = files.roots()
        if not roots:
            raise OutsideWorkspaceError(_NO_FOLDER)
        return roots[0]

    def places(self, key: str, files: Files) -> tuple[Place, ...]:
        """Files in the order given, each once."""
        lines = dict.fromkeys(line.strip() for line in self.values[key].splitlines() if line.strip())
        return tuple(files.place(line) for line in lines)


def parsed(fields: tuple[Field, ...], values: Mapping[str, str]) -> Form:
    """A Form of `values`, with defaults for what is missing.

    Raises:
        InvalidArgumentsError: the sentence names the field and says what would be right (code "field_missing" for
            one that is empty).
    """
    unknown = sorted(set(values) - {field.key for field in fields})
    if unknown:
        known = ", ".join(field.key for field in fields)
        raise InvalidArgumentsError(_NO_FIELD.of(name=shown(unknown[0]), known=known))
    return Form({field.key: _checked(field, values.get(field.key) or field.default) for field in fields})


def _checked(field: Field, value: str) -> str:
    if field.kind is not Kind.TEXT:
        value = value.strip()
    label = Words(f"{field.label.en} ({field.key})", field.label.ja)
    if field.required and not value:
        raise InvalidArgumentsError(_MUST_BE_FILLED.of(label=label), "field_missing")
    problem = _problem(field, value) if value else None
    if problem:
        raise InvalidArgumentsError(_CANNOT_BE.of(label=label, value=shown(value), why=problem))
    return value


def _problem(field: Field, value: str) -> Words | None:
    match field.kind:
        case Kind.BOOL:
            return None if value in ("true", "false") else Words("it is true or false", "true か false です")
        case Kind.CHOICE:
            known = [option.value for option in field.choices]
            shown = ", ".join(known)
            return None if value in known else Words(f"it is one of {shown}", f"{shown} のいずれかです")
        case Kind.NUMBER:
            return None if _is_number(value) else Words("it is a number", "数値を指定してください")
        case Kind.DATE:
            words = Words("it is a day like 2026-11-24", "2026-11-24 の形で指定してください")
            return None if _is_date(value) else words
        case Kind.TEXT | Kind.FOLDER | Kind.FILE | Kind.FILES:
            return None


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


def _is_date(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True
