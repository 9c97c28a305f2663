"""The whole window as one frozen value, and what changes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from agent.core.events import Notice
from desktop.presenter.fold import shown
from desktop.presenter.parts import Reading, begun, with_live, with_part
from desktop.presenter.picture import SessionPicture
from desktop.presenter.sessions import Sessions, listed, updated
from desktop.wire.messages import (
    NO_FORECAST,
    FolderView,
    GrantView,
    Models,
    ModelView,
    Preferences,
    PromptView,
    Published,
    RecipeView,
    SessionHistory,
    SessionUpdated,
    SessionView,
    Suggestion,
    Suggestions,
    TaskForecast,
    Versions,
    Welcome,
)


class Page(StrEnum):
    """What the middle of the window shows."""

    START = "start"
    TALK = "talk"
    FORM = "form"
    RECIPES = "recipes"


FORMS = (Page.FORM, Page.RECIPES)
"""Pages that stay while a conversation is read behind them."""


@dataclass(frozen=True, slots=True)
class WindowPicture:
    """Everything that is drawn. `session` is the open Session; `waits` while its history is still to come, `reading`
    is set while only its newest part is there.

    `permissions` are the standing ones that count in it, as the host says. `due` is how many bytes of earlier versions
    the rules would move to the trash. `forecast` is what the written words would cost. `untrusted` are granted folders
    with skills that nobody trusted and that the person was not told of yet; `prompts` are what "/" offers.
    """

    welcome: Welcome | None = None
    sessions: Sessions = field(default_factory=Sessions)
    session: SessionPicture = field(default_factory=SessionPicture)
    page: Page = Page.START
    suggestions: tuple[Suggestion, ...] = ()
    waits: bool = False
    reading: Reading | None = None
    permissions: tuple[GrantView, ...] = ()
    due: int = 0
    forecast: TaskForecast = NO_FORECAST
    untrusted: tuple[FolderView, ...] = ()
    prompts: tuple[PromptView, ...] = ()

    @property
    def side(self) -> SessionPicture:
        """The Session as what stands beside the conversation draws it: sums and lists are shown when they are whole."""
        if self.reading is None:
            return self.session
        return replace(self.session, sent=(), checkpoints=(), back=frozenset())

    @property
    def recipes(self) -> Mapping[str, RecipeView]:
        """The Recipes by their ids."""
        return {recipe.id: recipe for recipe in self.welcome.recipes} if self.welcome else {}

    @property
    def models(self) -> tuple[ModelView, ...]:
        """The configured models."""
        return self.welcome.models if self.welcome else ()

    @property
    def model(self) -> str:
        """The name of the model that works here: the Session's own, else the active one; "" for none."""
        names = {model.name for model in self.models}
        active = next((model.name for model in self.models if model.active), "")
        return self.session.model if self.session.model in names else active

    @property
    def cap(self) -> float:
        """What the open task may cost in US dollars; 0 for no limit."""
        return self.preferences.task_usd if self.session.most is None else self.session.most

    @property
    def preferences(self) -> Preferences:
        """The person's settings."""
        return self.welcome.preferences if self.welcome else Preferences()


def welcomed(picture: WindowPicture, welcome: Welcome) -> WindowPicture:
    """The host said who it is. A Session that was open is opened again, so that nothing it says is missed."""
    sessions = listed(picture.sessions, welcome.sessions)
    known = sessions.view(sessions.chosen) is not None
    sessions = sessions if known else replace(sessions, chosen="")
    session = picture.session if known else SessionPicture()
    return replace(picture, welcome=welcome, sessions=sessions, session=session)


def opening(picture: WindowPicture, session: str) -> WindowPicture:
    """Another Session is chosen; its history was asked for. "" is a new task, which has none."""
    sessions = replace(picture.sessions, chosen=session)
    return replace(
        picture,
        sessions=sessions,
        session=SessionPicture(),
        page=Page.START,
        suggestions=(),
        waits=bool(session),
        reading=None,
        permissions=(),
        untrusted=(),
    )


def waiting(picture: WindowPicture) -> WindowPicture:
    """The host is away: what the open Session shows stays to be read until its history comes again. What it asked
    cannot be answered meanwhile; it will be asked again.
    """
    return replace(picture, session=replace(picture.session, question=None), waits=bool(picture.sessions.chosen))


def opened(picture: WindowPicture, history: SessionHistory) -> WindowPicture:
    """The history of a Session came. One that is not chosen any more is left out."""
    if history.view.id != picture.sessions.chosen:
        return picture
    session, reading = begun(history)
    page = picture.page if picture.page in FORMS else Page.TALK if session.items else Page.START
    sessions = updated(picture.sessions, history.view)
    return replace(picture, sessions=sessions, session=session, page=page, waits=False, reading=reading)


def earlier(picture: WindowPicture, part: SessionHistory) -> WindowPicture:
    """One part more of what came earlier in the open Session. What was asked for another one is left out."""
    if picture.reading is None or part.view.id != picture.sessions.chosen:
        return picture
    after = with_part(picture.reading, part)
    if after is picture.reading:
        return picture
    if isinstance(after, Reading):
        return replace(picture, reading=after)
    return replace(picture, session=after, reading=None)


def line_changed(picture: WindowPicture, view: SessionView) -> WindowPicture:
    """A line of the sidebar changed, or is new."""
    return replace(picture, sessions=updated(picture.sessions, view))


def noticed(picture: WindowPicture, batch: Iterable[Published | SessionUpdated], now: float) -> WindowPicture:
    """Everything that the host said since the last time, in its order; `now` is the window's clock in seconds.

    While a history is on its way, it holds these Notices already: they are left out.
    """
    before, live = picture.session, list[tuple[Notice, float]]()
    for message in batch:
        if isinstance(message, SessionUpdated):
            picture = line_changed(picture, message.view)
        elif message.session == picture.sessions.chosen and not picture.waits:
            picture = replace(picture, session=shown(picture.session, message.notice, now))
            live.append((message.notice, now))
    if picture.reading is not None and live:
        picture = replace(picture, reading=with_live(picture.reading, live))
    began = picture.session.running and not before.running
    if began or (picture.page is Page.START and picture.session.items):
        return replace(picture, page=Page.TALK)
    return picture


def with_sessions(picture: WindowPicture, sessions: Sessions) -> WindowPicture:
    """Another list of Sessions: one less, or a search."""
    return replace(picture, sessions=sessions)


def suggested(picture: WindowPicture, found: Suggestions) -> WindowPicture:
    """Recipes that fit what lies in the folders of the open Session."""
    return replace(picture, suggestions=found.suggestions)


def with_models(picture: WindowPicture, models: Models) -> WindowPicture:
    """The configured models changed."""
    return (
        picture if picture.welcome is None else replace(picture, welcome=replace(picture.welcome, models=models.models))
    )


def with_versions(picture: WindowPicture, versions: Versions) -> WindowPicture:
    """What is kept for undo changed."""
    return replace(picture, due=sum(one.size for one in versions.kept if one.due))


def with_preferences(picture: WindowPicture, preferences: Preferences) -> WindowPicture:
    """The person changed a setting."""
    return (
        picture
        if picture.welcome is None
        else replace(picture, welcome=replace(picture.welcome, preferences=preferences))
    )


def with_forecast(picture: WindowPicture, forecast: TaskForecast) -> WindowPicture:
    """What the written words would cost."""
    return replace(picture, forecast=forecast)


def with_untrusted(picture: WindowPicture, folders: Iterable[FolderView]) -> WindowPicture:
    """Other folders bring skills that nobody trusted."""
    return replace(picture, untrusted=tuple(folders))


def with_prompts(picture: WindowPicture, prompts: Iterable[PromptView]) -> WindowPicture:
    """Other skills and prompts can be written after "/"."""
    return replace(picture, prompts=tuple(prompts))
