"""How a server is started at this moment: what was declared, with today's values. Made at each start, never kept."""

import os
import shlex
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from agent.core.codec import built
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.package import Declared, Need, Setting, Transport
from connectors.bundles.placeholders import (
    FORM,
    Places,
    Value,
    filled,
    filled_all,
    form_variables,
    not_filled,
    place_variables,
)
from connectors.connector import Config

MASK = "••••••"
_MISSING = Words(
    "{name} was not started: {titles} must be filled in.", "{name} は起動していません。{titles} の入力が必要です。"
)
_FILL = Words("Fill in its form.", "設定欄に入力してください。")
_OUTSIDE = Words(
    "{name} was not started: its program lies outside of its own package.",
    "{name} は起動していません。起動するプログラムがパッケージの外にあります。",
)
_ASK_MAKER = Words("Ask who made it.", "作成者にお問い合わせください。")
_UNREADABLE = Words("How {name} is started cannot be read.", "{name} の起動方法を読み取れません。")
_AGAIN = Words("Remove it and set it up again.", "削除してから、もう一度設定してください。")
Which = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Start:
    """A program with its arguments, or an address. `line` is all of it as a person may see it: exact and whole, secrets
    masked. `reads` are the package and the files and folders that the person chose in its form.
    """

    line: str
    command: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: str = ""
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    reads: tuple[Path, ...] = ()


def form_of(config: Config) -> tuple[Setting, ...]:
    """The form that was kept with a connector when it was set up; () without one."""
    kept = config.declared.get("form")
    try:
        return tuple(built(Setting, one) for one in (kept if isinstance(kept, (list, tuple)) else ()))
    except (ValueError, TypeError):
        return ()


def declared_of(config: Config) -> Declared:
    """How a connector was declared.

    Raises:
        NeedsUserError: what was kept cannot be read (code "bad_connector").
    """
    with suppress(ValueError, TypeError):
        declared = built(Declared, config.declared)
        if isinstance(declared.env, Mapping) and isinstance(declared.headers, Mapping):
            return declared
    raise NeedsUserError(_UNREADABLE.of(name=shown(config.title)), _AGAIN, "bad_connector")


def line_of(config: Config, known: Places) -> str:
    """The exact command line or address with today's values, secrets masked; for the person, before they agree.

    What is not filled in stays as it was written. Never asks the keyring, and never raises.
    """
    try:
        declared = declared_of(config)
    except NeedsUserError as error:
        return str(error)
    given = {**config.settings, **dict.fromkeys(config.secrets, MASK)}
    variables = _variables(form_of(config), given, known)
    if declared.transport is not Transport.STDIO:
        return filled(declared.url, variables)
    return shlex.join((filled(declared.command, variables), *filled_all(declared.arguments, variables)))


def given_of(config: Config, secret: Callable[[str], str | None]) -> Mapping[str, str]:
    """What the person filled in, by key, with what the keyring holds."""
    hidden = {key: value for key in config.secrets if (value := secret(key)) is not None}
    return {**config.settings, **hidden}


def started(
    declared: Declared,
    settings: Sequence[Setting],
    given: Mapping[str, str],
    known: Places,
    *,
    secrets: Sequence[str] = (),
    which: Which = shutil.which,
) -> Start:
    """What starts or reaches it. `settings` is the form of its package, () without one; of `given` those whose keys are
    in `secrets`, or HIDDEN in the form, are masked in what a person sees.

    Raises:
        NeedsUserError: something required is not filled in (code "not_filled"), what is declared cannot be used (code
            "bad_connector"), or its program lies outside of its package (code "bad_connector").
    """
    if declared.problem.en:
        raise NeedsUserError(declared.problem, _FILL, "bad_connector")
    variables = _variables(settings, given, known)
    if missing := not_filled(settings, variables):
        titles = ", ".join(shown(one.title) for one in missing)
        raise NeedsUserError(_MISSING.of(name=shown(declared.name), titles=titles), _FILL, "not_filled")
    hidden = {*secrets, *(one.key for one in settings if one.need is Need.HIDDEN)}
    masked = _variables(settings, {key: MASK if key in hidden else one for key, one in given.items()}, known)
    if declared.transport is not Transport.STDIO:
        headers = {name: filled(text, variables) for name, text in declared.headers.items()}
        return Start(filled(declared.url, masked), url=filled(declared.url, variables), headers=headers)
    env = {name: filled(text, variables) for name, text in declared.env.items()}
    return Start(
        shlex.join(_command(declared, masked, known, which)),
        _command(declared, variables, known, which),
        {**env, **_own(known)},
        filled(declared.cwd, variables) or known.package,
        reads=_reads([one for one in settings if one.key in given], variables, known),
    )


def _variables(settings: Sequence[Setting], given: Mapping[str, str], known: Places) -> Mapping[str, Value]:
    """All of them. What the person gave for the name of an environment variable counts by that name too; the
    environment of Deskhand itself is never read, since it may hold keys of others.
    """
    form = form_variables(settings, given, known)
    plain = {name.removeprefix(FORM): value for name, value in form.items()}
    return {**plain, **place_variables(known), **form}


def _command(declared: Declared, variables: Mapping[str, Value], known: Places, which: Which) -> tuple[str, ...]:
    program = filled(declared.command, variables)
    if known.package and program.startswith(("./", ".\\")):
        program = str(Path(known.package, program))
    if known.package and PurePath(program).is_absolute() and program.startswith(known.package):
        _check_inside(declared, program, known)
    if program == "python" and which("python") is None and which("python3") is not None:
        program = "python3"  # many systems have it by this name alone
    return (program, *filled_all(declared.arguments, variables))


def _check_inside(declared: Declared, program: str, known: Places) -> None:
    if not Path(os.path.normpath(program)).is_relative_to(known.package):
        raise NeedsUserError(_OUTSIDE.of(name=shown(declared.name)), _ASK_MAKER, "bad_connector")


def _own(known: Places) -> Mapping[str, str]:
    """What Agent Plugins 1.0.0 wants set last: where the package lies, and where it may keep things. Python and uv must
    not write beside its files: they would not be those any more that were approved.
    """
    if not known.package:
        return {}
    own = {"PLUGIN_ROOT": known.package, "PLUGIN_DATA": known.kept, "PYTHONDONTWRITEBYTECODE": "1", "UV_ISOLATED": "1"}
    return {name: value for name, value in own.items() if value}


def _reads(settings: Sequence[Setting], variables: Mapping[str, Value], known: Places) -> tuple[Path, ...]:
    chosen: list[str] = [known.package] if known.package else []
    for one in settings:
        if one.need in (Need.FOLDER, Need.FILE):
            value = variables.get(FORM + one.key, ())
            chosen += [value] if isinstance(value, str) else value
    return tuple(Path(one) for one in dict.fromkeys(chosen) if PurePath(one).is_absolute())
