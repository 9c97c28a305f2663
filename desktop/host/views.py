"""Views of host values for the window."""

from collections.abc import Sequence

from agent.core.codec import dumps
from agent.core.events import Ending, UnknownEvent
from agent.session.state import SessionState
from desktop.wire.messages import Choice, FieldView, RecipeView, SessionView, Suggestion, WrittenHistory
from skills.library import Suggested, recipes
from skills.recipe import Recipe

_DELEGATED, _SAID, _LONGEST_HEAD = '{"kind":"delegated"', '"event":{"kind":"message_added"', 400
_FOR_THE_MODEL = '{"kind":"message_added","message":{"kind":"tool_message"'


def session_view(session: str, state: SessionState, updated: str, *, interrupted: bool = False) -> SessionView:
    """A line of the sidebar. `interrupted` when nobody works on the Turn that has no end."""
    word = _state_word(state, interrupted=interrupted)
    return SessionView(session, state.title, word, updated, state.mode, state.model, state.roots)


def _state_word(state: SessionState, *, interrupted: bool) -> str:
    if state.turn is not None and interrupted:
        return "interrupted"
    if state.turn is not None:
        return "waiting" if state.question else "running"
    return state.ending.ending.value if state.ending and isinstance(state.ending.ending, Ending) else "new"


def written_history(view: SessionView, bodies: Sequence[tuple[str, str]], before: int) -> WrittenHistory:
    """A part of a Session for the window, from kinds and JSON texts of its Events; `before` of them came earlier."""
    texts = (text or dumps(UnknownEvent(kind, "")) for kind, text in bodies if not _is_for_the_model(text))
    return WrittenHistory(view, tuple(texts), before)


def _is_for_the_model(text: str) -> bool:
    """Texts of files, and the conversations of delegates: the window draws neither."""
    return text.startswith(_FOR_THE_MODEL) or (text.startswith(_DELEGATED) and _SAID in text[:_LONGEST_HEAD])


def recipe_views(language: str) -> tuple[RecipeView, ...]:
    """All Recipes in the person's language."""
    return tuple(_recipe(recipe, language) for recipe in recipes())


def _recipe(recipe: Recipe, language: str) -> RecipeView:
    fields = tuple(
        FieldView(
            key=field.key,
            label=field.label.text(language),
            kind=field.kind,
            default=field.default,
            help=field.help.text(language),
            choices=tuple(Choice(choice.value, choice.label.text(language)) for choice in field.choices),
            required=field.required,
        )
        for field in recipe.fields
    )
    return RecipeView(recipe.id, recipe.title.text(language), recipe.summary.text(language), recipe.icon, fields)


def suggestion_views(found: tuple[Suggested, ...]) -> tuple[Suggestion, ...]:
    """Recipes that fit, as the wire has them."""
    return tuple(Suggestion(one.recipe, dict(one.values), one.why) for one in found)
