"""The whole window as one frozen value, and what changes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desktop.presenter.cut_off import cut_off
from desktop.presenter.fold import drawn, shown
from desktop.presenter.picture import SessionPicture
from desktop.presenter.sessions import Sessions, listed, updated
from desktop.wire.messages import (
    NO_FORECAST,
    GrantView,
    Models,
    ModelView,
    Preferences,
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
    """Everything that is drawn. `session` is the open Session; `waits` while its history is still to come.

    `permissions` are the standing ones that count in it, as the host says. `due` is how many bytes of earlier versions
    the rules would move to the trash. `forecast` is what the written words would cost.
    """

    welcome: Welcome | None = None
    sessions: Sessions = field(default_factory=Sessions)
    session: SessionPicture = field(default_factory=SessionPicture)
    page: Page = Page.START
    suggestions: tuple[Suggestion, ...] = ()
    waits: bool = False
    permissions: tuple[GrantView, ...] = ()
    due: int = 0
    forecast: TaskForecast = NO_FORECAST

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
        permissions=(),
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
    session = drawn(history.notices)
    if history.view.state == "interrupted":
        session = cut_off(session)
    page = picture.page if picture.page in FORMS else Page.TALK if session.items else Page.START
    sessions = updated(picture.sessions, history.view)
    return replace(picture, sessions=sessions, session=session, page=page, waits=False)


def line_changed(picture: WindowPicture, view: SessionView) -> WindowPicture:
    """A line of the sidebar changed, or is new."""
    return replace(picture, sessions=updated(picture.sessions, view))


def noticed(picture: WindowPicture, batch: Iterable[Published | SessionUpdated], now: float) -> WindowPicture:
    """Everything that the host said since the last time, in its order; `now` is the window's clock in seconds.

    While a history is on its way, it holds these Notices already: they are left out.
    """
    before = picture.session
    for message in batch:
        if isinstance(message, SessionUpdated):
            picture = line_changed(picture, message.view)
        elif message.session == picture.sessions.chosen and not picture.waits:
            picture = replace(picture, session=shown(picture.session, message.notice, now))
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
