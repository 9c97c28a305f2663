"""Connectors as the window shows them. Everything here reads files or loads libraries: call it in a thread."""

import datetime
import json
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import urlsplit

from agent.core.words import NO_WORDS, Words
from connectors.bundles.importing import Import
from connectors.bundles.registry import Listing
from connectors.bundles.registry_entries import Entry
from connectors.connector import Config, Kind, Standing, State
from connectors.mcp.granting import NETWORK, READS, YES
from connectors.mcp.pins import START, Pending
from connectors.own.kinds import OWN, own_form
from desktop.compose.connector_setup import ConnectorSetup, server_form
from desktop.compose.connectors import Connectors
from desktop.host.package_views import declared_view
from desktop.wire import connectors as wire

IDLE = "idle"
_KINDS = {
    Kind.WEB: ("globe", Words("Web", "Web"),
               Words("Fetch pages as text, and search with a provider of yours.",
                     "ページをテキストとして取得し、指定した検索サービスで検索します。")),
    Kind.MAIL: ("mail", Words("Mail", "メール"),
                Words("Read a mailbox over IMAP; send when you agree.",
                      "IMAP でメールを読み、承認を得てから送信します。")),
    Kind.CALENDAR: ("calendar", Words("Calendar", "カレンダー"),
                    Words("Appointments of a CalDAV server.", "CalDAV サーバーの予定を扱います。")),
    Kind.DATABASE: ("table-2", Words("Database", "データベース"),
                    Words("Tables and databases; only read unless you grant more.",
                          "表やデータベースを扱います。許可しない限り、読み取りだけを行います。")),
    Kind.REMOTE: ("server", Words("Folder elsewhere", "リモートフォルダー"),
                  Words("Files of a server over SFTP or WebDAV.", "SFTP・WebDAV サーバーのファイルを扱います。")),
    Kind.MCP: ("plug", Words("MCP server", "MCP サーバー"),
               Words("A program on this computer or an address that speaks the Model Context Protocol.",
                     "Model Context Protocol に対応した、このパソコンのプログラムまたは外部のアドレス。")),
}  # fmt: skip
_IDLE = Words(
    "Connects when a task needs it, or when you test it.", "タスクで必要になったとき、またはテスト時に接続します。"
)
_OFF = Words("Switched off.", "オフになっています。")
_WAITS = Words("Look at what it waits for, and agree to it.", "確認が必要な項目をご覧のうえ、同意してください。")
_START = Words("How it starts", "起動方法")
_TOOL = Words("Tool “{name}”", "ツール「{name}」")
_READY = Words("It answers and offers {count} {count:tool|tools}.",
               "応答がありました。{count} 件のツールを利用できます。")  # fmt: skip
_OLD = Words("The registry does not answer; this is what it said earlier.",
             "レジストリから応答がないため、以前の内容を表示しています。")  # fmt: skip
_DEPRECATED = Words("Its publisher does not recommend it any more.", "公開元が非推奨としています。")
_PROGRAM = Words("the program “{name}” on this computer", "このパソコンのプログラム「{name}」")
_INSIDE = Words("no network: it is closed in", "ネットワークなし（隔離して起動します）")
_ANYWHERE = Words("any address in the network", "ネットワーク上のすべてのアドレス")
_FOLDER = Words("the folder {path} (reading only)", "フォルダー {path}（読み取りのみ）")
_HELP = {
    True: Words("Check that the program is installed and its settings fit, then press Test. Its log may say more.",
                "プログラムがインストールされているか、設定が正しいかを確かめて「テスト」を押してください。"
                "詳しい原因はログに記録されていることがあります。"),
    False: Words("Check its address and settings and your network, then press Test.",
                 "アドレス、設定、ネットワークを確かめて「テスト」を押してください。"),
}  # fmt: skip


def connectors_view(connectors: Connectors, setup: ConnectorSetup, language: str) -> wire.ConnectorsView:
    """All of them, and the kinds."""
    listed = tuple(connector_view(one, connectors, setup, language) for one in connectors.catalog.list())
    return wire.ConnectorsView(listed, kind_views(language))


def kind_views(language: str) -> tuple[wire.KindView, ...]:
    """What can be set up, ours first."""
    made = []
    for kind in (*(one for one in _KINDS if one in OWN), Kind.MCP):
        icon, title, sentence = _KINDS[kind]
        form = server_form(language) if kind is Kind.MCP else own_form(kind, language)
        made.append(wire.KindView(str(kind), title.text(language), sentence.text(language), icon, form))
    return tuple(made)


def connector_view(config: Config, connectors: Connectors, setup: ConnectorSetup, language: str) -> wire.ConnectorView:
    """One of them. No secret is in it."""
    icon, title, _ = _KINDS[config.kind]
    state, asked = connectors.state(config.id), setup.asked(config.id)
    standing, words = _standing(config, state, asked)
    return wire.ConnectorView(
        id=config.id,
        kind=str(config.kind),
        title=config.title or config.id,
        sort=title.text(language),
        icon=icon,
        enabled=config.enabled,
        standing=standing,
        sentence=words.text(language),
        pack=config.pack,
        line=setup.line(config),
        reaches=_reaches(config, state, language),
        tools=state.tools,
        used=connectors.logs.used(config.id),
        settings=setup.form(config, language),
        values={key: value for key, value in config.settings.items() if key not in config.secrets},
        secrets=config.secrets,
        asked=tuple(_asked(one, language) for one in asked),
    )


def test_view(name: str, state: State, language: str) -> wire.ConnectorTest:
    """What came of a test."""
    ready = state.standing is Standing.READY
    words = state.sentence if state.words != NO_WORDS or not ready else _READY.of(count=len(state.tools))
    return wire.ConnectorTest(name, ready, words.text(language), state.tools)


def import_view(found: Import, language: str) -> wire.ImportView:
    """What a file declares."""
    lines = tuple(declared_view(one.declared, language) for one in found.servers)
    return wire.ImportView(str(found.path), found.digest, lines, tuple(one.text(language) for one in found.problems))


def registry_view(listing: Listing, language: str) -> wire.RegistryView:
    """What the registry said; of each entry the way that is used best."""
    at = datetime.datetime.fromtimestamp(listing.at, datetime.UTC).isoformat(timespec="seconds")
    entries = tuple(_entry(one, language) for one in listing.entries if one.offers)
    return wire.RegistryView(entries, at, _OLD.text(language) if listing.old else "")


def _standing(config: Config, state: State, asked: tuple[Pending, ...]) -> tuple[str, Words]:
    if asked and state.standing in (Standing.OFF, Standing.ASKS):
        return str(Standing.ASKS), _WAITS if state.words == NO_WORDS or not config.enabled else state.words
    if not config.enabled:
        return str(Standing.OFF), _OFF
    if state.standing is Standing.OFF:
        return IDLE, _IDLE
    if state.standing is Standing.FAILED:
        remedy = state.remedy if state.remedy != NO_WORDS else _HELP[bool(config.declared.get("command"))]
        return str(state.standing), replace(state, remedy=remedy).sentence
    return str(state.standing), state.sentence


def _reaches(config: Config, state: State, language: str) -> tuple[str, ...]:
    """What it may reach when it is on. A server is named by what it is, not by the id of its words."""
    if config.kind is not Kind.MCP:
        return state.reaches
    if url := str(config.declared.get("url") or ""):
        return (urlsplit(url).netloc,)
    name = PurePath(str(config.declared.get("command") or "")).name
    network = _ANYWHERE if config.settings.get(NETWORK) == YES else _INSIDE
    folders = (_FOLDER.of(path=one).text(language) for one in config.settings.get(READS, "").splitlines() if one)
    return (_PROGRAM.of(name=name).text(language), network.text(language), *folders)


def _asked(one: Pending, language: str) -> wire.AskedView:
    title = _START if one.what == START else _TOOL.of(name=one.what.partition(":")[2])
    return wire.AskedView(one.what, title.text(language), _lines(one.before), _lines(one.after), one.digest)


def _lines(text: str) -> str:
    """A description in canonical JSON as lines that a person can compare; other text as it is."""
    try:
        told = json.loads(text)
    except ValueError:
        return text
    return json.dumps(told, indent=1, ensure_ascii=False).replace("\\n", "\n")


def _entry(entry: Entry, language: str) -> wire.EntryView:
    offer = entry.offers[0]
    declared = declared_view(offer.declared, language)
    told = " ".join(filter(None, (entry.description, _DEPRECATED.text(language) if entry.deprecated else "")))
    return wire.EntryView(
        entry.name, entry.title, told, entry.version, declared, offer.settings, entry.homepage, offer.bundle
    )
