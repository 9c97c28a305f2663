"""`deskhand run`, `recipe`, `recipes` and `resume`."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from agent.core.codec import dumps
from agent.core.errors import InvalidArgumentsError, NeedsUserError, NotFoundError
from agent.core.events import RootGranted
from agent.core.paths import shown
from agent.core.words import Words, joined
from agent.models.catalog import ModelConfig
from agent.session.limits import Limits
from desktop.cli.approve import Answering, deciding
from desktop.cli.show import ended, failed, printing, say, tell, teller
from desktop.compose.asked import Asked
from desktop.compose.asking import Wishes, asked
from desktop.compose.budgets import budget_name
from desktop.compose.connectors import ALL_SECONDS
from desktop.compose.house import House
from desktop.compose.missing import no_folder, no_session
from desktop.compose.opened import OpenedSession
from desktop.compose.pictures import refuse_unseen
from skills.library import find_recipe, recipes

_NO_MODEL = Words("No model is connected.", "モデルが接続されていません。")
_ADD_MODEL = Words(
    "Add one: deskhand model add NAME --base-url URL --model ID",
    "次のコマンドで追加してください: deskhand model add NAME --base-url URL --model ID",
)
_SEE_SESSIONS = Words("See `deskhand sessions`.", "`deskhand sessions` で一覧をご確認ください。")
_NONE_INTERRUPTED = Words("No session was cut off.", "中断されたセッションはありません。")
_NO_EQUALS = Words("--set {pair!r} has no '='.", "--set 「{pair}」に「=」がありません。")
_WRITE_PAIR = Words("Write --set KEY=VALUE.", "--set KEY=VALUE の形で指定してください。")
CONTINUE = "Go on with the task from where it stopped. Look first at what is done already."


async def run_task(house: House, options: Namespace) -> int:
    """Give a model a task; without one, say so and name the Recipes that fit."""
    config = house.connecting.chosen(options.model)
    if config is None:
        return await _without_model(house, options)
    budget = _budget(house, options)
    refuse_unseen(options.image)
    opened = _started(house, options)
    attached = opened.attach([str(Path(image).expanduser().absolute()) for image in options.image])
    request = await _asked(house, options, config, opened, options.task, _wishes(options, attached, budget))
    return ended(await opened.begin(request, _approver(opened, options)), as_json=options.json)


async def resume(house: House, options: Namespace) -> int:
    """Go on with a Session, or with the last one that was cut off: its Turn goes on where it was. One that ended is
    asked to go on, and so is every one to which something is said. Its budget pays on.
    """
    session = known_session(house, options.session) if options.session else _last_interrupted(house)
    opened = house.open(session, printing(options.language, as_json=options.json), options.language)
    turn = opened.session.state.turn if opened.session.interrupted and not options.say else None
    if turn is not None and turn.recipe:
        return ended(await opened.resume_recipe(options.language, _approver(opened, options)), as_json=options.json)
    config = house.connecting.chosen(options.model or opened.session.state.model)
    if config is None:
        raise NeedsUserError(_NO_MODEL, _ADD_MODEL, "no_model")
    wishes = _wishes(options, (), _budget(house, options) or opened.session.state.budget)
    request = await _asked(house, options, config, opened, options.say or CONTINUE, wishes)
    run = opened.begin if turn is None else opened.resume
    return ended(await run(request, _approver(opened, options)), as_json=options.json)


def _last_interrupted(house: House) -> str:
    for session in house.journal.sessions():
        if house.is_interrupted(session, house.state(session)[0]):
            return session
    raise NeedsUserError(_NONE_INTERRUPTED, _SEE_SESSIONS, "not_interrupted")


async def run_recipe(house: House, options: Namespace) -> int:
    """Run a Recipe with the values of its form."""
    try:
        recipe = find_recipe(_identity(options.name))
        values = _values(options.values)
        recipe.form(values)
    except (InvalidArgumentsError, NotFoundError) as error:
        failed(error, options.language, as_json=options.json)
        return 2
    opened = _started(house, options)
    title = recipe.title.text(options.language)
    ending = await opened.begin_recipe(recipe.id, title, values, options.language, _approver(opened, options))
    return ended(ending, as_json=options.json)


async def list_recipes(house: House, options: Namespace) -> int:
    """List all Recipes with their fields, or those that fit the folders."""
    language = options.language
    if options.folder:
        opened = _started(house, options)
        for found in await opened.suggestions("", language):
            say(dumps(found) if options.json else f"{found.recipe}  {found.why}")
        return 0
    for recipe in recipes():
        if options.json:
            fields = [{"key": f.key, "kind": f.kind, "default": f.default} for f in recipe.fields]
            say(dumps({"id": recipe.id, "title": recipe.title.text(language), "fields": fields}))
            continue
        say(f"{recipe.id}  {recipe.title.text(language)}\n    {recipe.summary.text(language)}")
        for field in recipe.fields:
            say(f"    --set {field.key}={field.default or '...'}  {field.label.text(language)}")
    return 0


def known_session(house: House, session: str) -> str:
    """The id, when there is such a Session.

    Raises:
        NeedsUserError: there is none.
    """
    if not house.journal.knows(session):
        raise no_session(session, _SEE_SESSIONS)
    return session


async def _without_model(house: House, options: Namespace) -> int:
    opened = _started(house, options)
    found = await opened.suggestions(options.task, options.language)
    told = teller(options.language)
    told(joined(_NO_MODEL, _ADD_MODEL))
    if found:
        told(Words("These recipes need none:", "次のレシピはモデルなしで実行できます:"))
    for one in found:
        values = " ".join(f"--set {key}={value!r}" for key, value in one.values.items() if value)
        folders = " ".join(f"--folder {folder!r}" for folder in options.folder)
        tell(f"  deskhand recipe {one.recipe} {folders} {values}")
    if options.json:
        say(dumps({"kind": "turn_ended", "ending": "needs_user", "code": "no_model"}))
    return 5


def _started(house: House, options: Namespace) -> OpenedSession:
    roots = []
    for folder in options.folder:
        path = Path(folder).expanduser().absolute()
        if not path.is_dir():
            raise no_folder(folder)
        roots.append(RootGranted("", str(path)))
    return house.new_session(roots, printing(options.language, as_json=options.json), options.language)


def _approver(opened: OpenedSession, options: Namespace) -> Answering:
    session = opened.session
    return Answering(session.ask, session.answer, deciding(options.approve, options.language, quiet=options.json))


def _limits(options: Namespace) -> Limits:
    return Limits(options.max_steps, seconds=options.max_minutes and options.max_minutes * 60, rounds=options.repairs)


def _budget(house: House, options: Namespace) -> str:
    """The full name of the budget that pays too, "" for none. Raises NeedsUserError when there is no such budget."""
    name = budget_name(options.budget)
    if name:
        house.money.budgets.find(name)
    return name


async def _asked(  # noqa: PLR0913  # what the command says
    house: House, options: Namespace, config: ModelConfig, opened: OpenedSession, text: str, wishes: Wishes
) -> Asked:
    """The words with all that was wished, and a limit for the session when one was given."""
    if options.max_usd is not None:
        opened.set(most=options.max_usd)
    await house.connectors.ready(options.language, ALL_SECONDS)
    return await asyncio.to_thread(asked, house, opened, config, text, wishes, teller(options.language))


def _wishes(options: Namespace, attachments: tuple[str, ...], budget: str) -> Wishes:
    return Wishes(
        attachments,
        _limits(options),
        budget,
        options.fallback,
        options.fallback_unasked,
        options.delegate_model,
        options.parallel,
        getattr(options, "thorough", False),
    )


def _identity(name: str) -> str:
    """The full id for a name without its pack, when only one Recipe has it."""
    matching = [recipe.id for recipe in recipes() if recipe.id.split(":")[-1] == name]
    return matching[0] if len(matching) == 1 else name


def _values(pairs: Sequence[str]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise InvalidArgumentsError(joined(_NO_EQUALS.of(pair=shown(pair)), _WRITE_PAIR), "usage")
        values[key] = value
    return values
