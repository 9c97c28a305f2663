"""Another folder of the person's, on another computer: over SFTP or WebDAV.

What is read comes into the folder as a ChangeSet; what is written there is judged, and replaces nothing but the version
that was read before. Nothing is deleted there.
"""

import os
from dataclasses import dataclass, field, replace

from agent.calls.params import Arguments
from agent.core.actions import Effect, Intent, Question
from agent.core.documents import Documents
from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.messages import Result
from agent.core.paths import shown
from agent.core.ports import Files, ReadyCall
from agent.core.words import Words
from agent.packages.package import Need
from connectors.connector import Config, Means, Standing
from connectors.own.calling import (
    Called,
    OwnTool,
    Stop,
    cut,
    new_file,
    outward,
    own_tool,
    reads,
    saved,
    text_lines,
    there,
    told,
    unchanged,
    writes,
)
from connectors.own.dav import dav_at
from connectors.own.elsewhere import DavFolder, Elsewhere, relative
from connectors.own.sftp import SftpFolder, key_of
from connectors.own.standing import Field, OwnConnector
from connectors.own.web import Way

SFTP, WEBDAV = "sftp", "webdav"
_LOOK = Words("Look into {title}", "「{title}」を確認")
_PUT = Words("Write to {title}", "「{title}」に書き込み")
_COUNT = Words("{count} {count:entry|entries}", "{count} 件")
_WRITTEN = Words("{path} was written there.", "「{path}」を書き込みました。")
_READY = Words("The folder can be read: {count} {count:entry|entries}.", "フォルダーを読み取れました（{count} 件）。")
_FIRST = Words(
    "{host} is new. Does whoever runs it say that its key is {print}?",
    "{host} に初めて接続します。管理者から伝えられた鍵は {print} ですか。",
)
_YES, _NO = Words("Yes, connect", "はい、接続します"), Words("No", "いいえ")
_TEXT = {"type": "string"}


class RemoteConnector(OwnConnector):
    """One folder elsewhere."""

    form = (
        Field(
            "kind", Need.TEXT, Words("Kind", "種類"), default=SFTP,
            choices=((SFTP, Words("SFTP", "SFTP")), (WEBDAV, Words("WebDAV", "WebDAV"))),
        ),
        Field(
            "address", Need.TEXT, Words("Server", "サーバー"),
            Words("A host for SFTP, an https address for WebDAV.", "SFTP はホスト名、WebDAV は https のアドレスです。"),
            required=True,
        ),
        Field("port", Need.NUMBER, Words("Port (SFTP)", "ポート（SFTP）"), default="22"),
        Field("folder", Need.TEXT, Words("Folder there (SFTP)", "接続先のフォルダー（SFTP）")),
        Field("user", Need.TEXT, Words("User name", "ユーザー名"), required=True),
        Field("password", Need.HIDDEN, Words("Password", "パスワード")),
        Field("key", Need.FILE, Words("Private key without a passphrase (SFTP)", "秘密鍵（SFTP、パスフレーズなし）")),
        Field("writes", Need.FLAG, Words("Writing allowed", "書き込みを許可"), default="false"),
    )  # fmt: skip

    def __init__(self, config: Config, means: Means, way: Way | None = None, language: str = "") -> None:
        super().__init__(config, means)
        self._way, self._language = way or Way(), language
        self._seen: dict[str, str] = {}
        self._told: set[str] = set()
        self._unknown: tuple[str, str] | None = None

    async def open(self) -> None:
        """As every connector of ours; a computer that is met for the first time is asked about by its fingerprint."""
        await super().open()
        if self.state.standing is not Standing.ASKS or not self._unknown or self._means.ask is None:
            return
        key, fingerprint = self._unknown
        title = _FIRST.of(host=self.setting("address"), print=fingerprint).text(self._language)
        yes, no = _YES.text(self._language), _NO.text(self._language)
        question = Question(os.urandom(16).hex(), title, choices=(yes, no), closed=True, undoable=False)
        approval = await self._means.ask(question)
        if approval.text == yes and approval.question == question.id:
            self._means.keep_secret("host_key", key)
            await super().open()

    def offered(self) -> tuple[str, ...]:
        """See OwnConnector."""
        return ("list", "read", "take", *(("put",) if self.flag("writes") else ()))

    def reaches(self) -> tuple[str, ...]:
        """The computer and the folder there."""
        return (f"{self.setting('address')} {self.setting('folder')}".strip(),)

    def attempt(self, stop: Stop) -> Words:
        """List it."""
        self._unknown = None
        if self.setting("kind") == SFTP and not self.secret("host_key"):
            self._unknown = key_of(self.setting("address"), self.number("port"), stop)
            words = _FIRST.of(host=self.setting("address"), print=self._unknown[1])
            raise ToolError(words, "unknown_host")
        return _READY.of(count=len(self._elsewhere().listed("", stop)))

    def made(self, files: Files, documents: Documents, language: str) -> tuple[OwnTool, ...]:
        """See OwnConnector."""
        tools = RemoteTools(
            self.config, self.account, self._elsewhere(), files, documents, language, self._seen, self._told
        )
        return tuple(one for one in tools.all() if one.spec.name in self.names())

    def _elsewhere(self) -> Elsewhere:
        user, password = self.setting("user"), self.secret("password")
        if self.setting("kind") == WEBDAV:
            return DavFolder(dav_at(self.setting("address"), self._way, user, password))
        return SftpFolder(
            self.setting("address"), self.number("port"), user, password, self.setting("folder"),
            self.secret("host_key"), self.setting("key"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RemoteTools:
    """The Tools. `seen` are the versions that were read, by their paths; `known` the paths that the other computer told
    itself: these tell it nothing.
    """

    config: Config
    account: str
    elsewhere: Elsewhere
    files: Files
    documents: Documents
    language: str
    seen: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def all(self) -> tuple[OwnTool, ...]:
        """All that there are."""
        what = f"the folder {self.config.title!r} on another computer"
        return (
            own_tool(self.config, "list", f"What lies in {what}.", self._list, (), {"folder": _TEXT}),
            own_tool(self.config, "read", f"A file of {what} as text.", self._read, ("path",),
                     {"path": _TEXT, "start": {"type": "integer"}}),
            own_tool(self.config, "take", f"Copy a file of {what} into the folder, as the new file `to`.",
                     self._take, ("path", "to"), {"path": _TEXT, "to": _TEXT}),
            own_tool(self.config, "put", f"Write `file` of the folder to `path` in {what}. To replace one, read or "
                     "take it first.", self._put, ("file", "path"), {"file": _TEXT, "path": _TEXT}),
        )  # fmt: skip

    def _list(self, given: Arguments) -> ReadyCall:
        folder = relative(given.text("folder"))

        def work(stop: Stop) -> Result:
            found = sorted(self.elsewhere.listed(folder, stop), key=lambda one: one.name)
            self.known.update(f"{folder}/{one.name}".lstrip("/") for one in found)
            lines = [f"{shown(o.name)}{'/' if o.is_folder else f'	{o.size} bytes'}	{o.changed}" for o in found]
            said = _COUNT.of(count=len(found)).text(self.language)
            return told(self.account, f"{len(found)} entries in {folder or 'the folder'}", cut(lines), said)

        return Called(self._looking(folder), self.config.title, work)

    def _read(self, given: Arguments) -> ReadyCall:
        path, start = relative(given.text("path")), max(0, given.number("start", 0))

        def work(stop: Stop) -> Result:
            found = self.elsewhere.read(path, stop)
            suffix = "." + path.rpartition("/")[2].rpartition(".")[2].lower()
            lines, hidden = text_lines(self.files, self.documents, found.data, suffix)
            self.seen[path] = found.version
            kept = cut(lines[start:])
            return told(self.account, f"{path}, from line {start} of {len(lines)}", kept, hidden=hidden)

        return Called(self._looking(path), self.config.title, work)

    def _take(self, given: Arguments) -> ReadyCall:
        path, place = relative(given.text("path")), new_file(self.files, given.text("to"))
        intent = replace(self._looking(path), actions=(writes(place), *self._looking(path).actions))

        def work(stop: Stop) -> Result:
            found = self.elsewhere.read(path, stop)
            self.seen[path] = found.version
            changes = saved(self.files, place, found.data, self.language)
            return told(self.account, f"{path} is to be saved as {place}.", changes=changes)

        return Called(intent, self.config.title, work)

    def _put(self, given: Arguments) -> ReadyCall:
        path, place = relative(given.text("path")), there(self.files, given.text("file"))
        if not path:
            raise InvalidArgumentsError("Give a `path` there.")
        state, expects = self.files.sha256(place), self.seen.get(path, "")
        # A role that the policy does not know is a sink: that something is replaced there is asked about.
        roles = (("file", str(place)), ("replaces" if expects else "path", path))
        intent = outward(self._title(_PUT), Effect.SEND, self.account, *roles, also=(reads(place),))

        def work(stop: Stop) -> Result:
            snapshot = unchanged(self.files, place, state)
            version = self.elsewhere.write(path, snapshot.path.read_bytes(), expects, stop)
            self.seen.pop(path, None)
            if version:
                self.seen[path] = version
            said = _WRITTEN.of(path=path)
            return told(self.account, said.en, for_user=said.text(self.language))

        return Called(intent, self.config.title, work)

    def _looking(self, path: str) -> Intent:
        """Reading in what the person connected: where it looks decides nothing outside of it, but a path that the other
        computer did not tell itself could carry words there.
        """
        carried = () if path in self.known else (("path", path),)
        return outward(self._title(_LOOK), Effect.CONNECT, self.account, *carried)

    def _title(self, words: Words) -> str:
        return words.of(title=self.config.title).text(self.language)
