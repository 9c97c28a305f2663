"""A Recipe: a task that a Skill can do from a form, with no model."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.core.documents import Documents
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Result
from agent.core.ports import Entry, Files, Progress
from agent.core.words import Words
from skills.form import Field, Form, parsed
from skills.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Desk:
    """What a Recipe works with. `language` is en or ja; `progress` may raise to stop the work between two files."""

    files: Files
    documents: Documents
    progress: Progress
    language: str
    today: datetime.date

    def say(self, en: str, ja: str) -> str:
        """The sentence in the person's language."""
        return ja if self.language == "ja" else en


@dataclass(frozen=True, slots=True)
class Fit:
    """Why a Recipe fits a folder, and how well: the higher the `weight`, the further up it is offered."""

    weight: int
    why: Words
    values: Mapping[str, str]


def _fits_nothing(entries: Sequence[Entry]) -> Fit | None:
    return None


def _fills_nothing(phrase: Phrase) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Recipe:
    """A task with a form. `id` is "pack:name", `icon` a name of the icon set.

    `keywords` are regular expressions over folded text (`skills.phrase.folded`) with their weights. `work` does the
    task: it reads through the Desk, stages new contents, and writes nothing below a Root. `fits` says whether the
    entries of a folder call for it. `fills` reads values of the form out of typed words.
    """

    id: str
    title: Words
    summary: Words
    icon: str
    fields: tuple[Field, ...]
    work: Callable[[Desk, Form], Result]
    keywords: Mapping[str, int]
    fits: Callable[[Sequence[Entry]], Fit | None] = _fits_nothing
    fills: Callable[[Phrase], Mapping[str, str]] = _fills_nothing

    def form(self, values: Mapping[str, str]) -> Form:
        """`values` with the defaults of the other fields.

        Raises:
            InvalidArgumentsError: an unknown field, a missing one, or a value that does not fit its kind.
        """
        return parsed(self.fields, values)

    def run(self, desk: Desk, values: Mapping[str, str]) -> Result:
        """Do the task. Blocks; the changes wait in the Result.

        Raises:
            ToolError: the form does not fit, or there is nothing to work on (code "nothing_to_do").
        """
        return self.work(desk, self.form(values))

    def defaults(self) -> dict[str, str]:
        """The form as it is first shown."""
        return {field.key: field.default for field in self.fields}


def nothing_to_do(en: str, ja: str) -> InvalidArgumentsError:
    """The folder or the choice holds nothing that the Recipe could work on."""
    return InvalidArgumentsError(Words(en, ja), "nothing_to_do")
