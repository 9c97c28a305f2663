"""Calendars: .ics files of the folder, and calendars of a server over CalDAV."""

from agent.core.documents import Documents
from agent.core.paths import shown
from agent.core.ports import Files
from agent.core.words import Words
from agent.packages.package import Need
from connectors.connector import Config, Means
from connectors.own.caldav import Calendars, Seen
from connectors.own.calendar_tools import FileCalendar, ServerCalendar
from connectors.own.calling import OwnTool, Stop
from connectors.own.dav import dav_at
from connectors.own.standing import Field, OwnConnector
from connectors.own.web import Way
from connectors.own.zones import zone_of

_FILES = Words("Calendar files (.ics) of the folder can be used.", "フォルダー内のカレンダー（.ics）を使えます。")
_THERE = Words("Reached: {names}.", "接続できました: {names}")


class CalendarConnector(OwnConnector):
    """Calendar files of the folder, or the calendars of one account on a server."""

    form = (
        Field(
            "address", Need.TEXT, Words("Address of the server (CalDAV)", "サーバーのアドレス（CalDAV）"),
            Words("Leave empty to use .ics files of the folder.", "空欄ならフォルダー内の .ics を使います。"),
        ),
        Field("user", Need.TEXT, Words("User name", "ユーザー名")),
        Field("password", Need.HIDDEN, Words("App password", "アプリ パスワード")),
        Field(
            "zone", Need.TEXT, Words("Time zone", "タイムゾーン"),
            Words("Like Asia/Tokyo; this computer's when empty.", "例: Asia/Tokyo。空欄ならパソコンの設定です。"),
        ),
    )  # fmt: skip

    def __init__(self, config: Config, means: Means, way: Way | None = None) -> None:
        super().__init__(config, means)
        self._way = way or Way()
        self._seen: dict[str, Seen] = {}

    def offered(self) -> tuple[str, ...]:
        """See OwnConnector."""
        return ("events", "free", "add", "change", "remove")

    def reaches(self) -> tuple[str, ...]:
        """The server, if there is one."""
        return (self.setting("address"),) if self.setting("address") else ()

    def attempt(self, stop: Stop) -> Words:
        """Find the calendars."""
        zone_of(self.setting("zone"))
        if not self.setting("address"):
            return _FILES
        return _THERE.of(names=", ".join(shown(one) for one in self._calendars().names(stop)))

    def made(self, files: Files, documents: Documents, language: str) -> tuple[OwnTool, ...]:
        """See OwnConnector."""
        zone = zone_of(self.setting("zone"))
        if self.setting("address"):
            return ServerCalendar(self.config, language, zone, self.account, self._calendars(), self._seen).all()
        return FileCalendar(self.config, language, zone, files).all()

    def _calendars(self) -> Calendars:
        user, password = self.setting("user"), self.secret("password")
        return Calendars(dav_at(self.setting("address"), self._way, user, password))
