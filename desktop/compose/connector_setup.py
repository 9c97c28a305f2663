"""Connectors being set up: added, filled in, taken over, found in the registry, agreed to. For every front alike.

Everything here blocks and is short, but for `search`, which asks the registry.
"""

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from agent.core.errors import NeedsUserError, ToolError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.package import Declared, Need, Setting, Transport
from agent.tools.web.fetching import Web
from agent.web.getting import Get
from connectors.bundles.entries import new_entry
from connectors.bundles.importing import Imported, read_configuration, taken
from connectors.bundles.placeholders import Places, places
from connectors.bundles.registry import Listing, Registry
from connectors.bundles.registry_entries import Offer
from connectors.bundles.starting import form_of, line_of
from connectors.connector import Config, Kind
from connectors.mcp import pins
from connectors.mcp.granting import granting_form
from connectors.own.kinds import OWN, own_form
from desktop.compose.connector_kinds import packages_of, servers_folder
from desktop.compose.connectors import Connectors
from desktop.compose.home import Home
from desktop.compose.house import House

_LINE, _HEADER = "line", "authorization"
_LINE_TITLE = Words("Command line or address", "コマンドラインまたはアドレス")
_LINE_HELP = Words(
    "A program with its arguments, or an address that begins with https://.",
    "プログラムとその引数、または https:// で始まるアドレスを入力します。",
)
_HEADER_TITLE = Words("Authorization header", "Authorization ヘッダー")
_HEADER_HELP = Words("Only for an address, when it needs one.", "アドレスで必要な場合にのみ入力します。")
_NO_LINE = Words("There is no command line and no address.", "コマンドラインもアドレスも入力されていません。")
_BAD_LINE = Words("The quotes of the command line do not match.", "コマンドラインの引用符が対応していません。")
_GIVE_LINE = Words("Give one of them.", "どちらかを入力してください。")
_OTHER_FILE = Words(
    "The file is not the one that was shown any more.", "確認した後に、ファイルの内容が変更されました。"
)
_LOOK_AGAIN = Words("Look at it again.", "もう一度確認してください。")
_NOT_IN_IT = Words("There is no {name!r} in it.", "「{name}」は含まれていません。")
_MOVED = Words("{host} leads on to another address.", "{host} が別のアドレスへ転送しました。")
_OPEN_BUNDLE = Words("This is a bundle: {address}", "これはバンドルです: {address}")
_INSTALL_IT = Words("Install it as a package.", "パッケージとしてインストールしてください。")


@dataclass(frozen=True, slots=True)
class ConnectorSetup:
    """Over the connectors of the house. Secrets go into the keyring here, and nowhere else. `places` says where the
    package of a connector lies.
    """

    connectors: Connectors
    registry: Registry
    places: Callable[[Config], Places]

    def form(self, config: Config, language: str) -> tuple[Setting, ...]:
        """What can be filled in for a connector, with what the person may grant it."""
        if config.kind is not Kind.MCP:
            return own_form(config.kind, language)
        return (*form_of(config), *granting_form(program=not config.declared.get("url"), language=language))

    def add(self, kind: Kind, title: str, values: Mapping[str, str], language: str = "") -> Config:
        """Set one up by hand. One of our own is on at once; a server is off until its start is approved.

        Raises:
            NeedsUserError: there is neither a command nor an address (code "no_line").
        """
        if kind in OWN:
            config = Config(
                self.connectors.catalog.free_id(title if title and title.isascii() else kind),
                kind,
                title or kind.value,
                enabled=True,
            )
            self.connectors.catalog.add(config)
            return self.configure(config.id, config.title, values, language)
        imported = taken(_declared(title, values))
        config = self._entered(imported)
        rest = {key: text for key, text in values.items() if key not in (_LINE, _HEADER)}
        return self.configure(config.id, title or config.title, rest, language) if rest or title else config

    def configure(self, name: str, title: str, values: Mapping[str, str], language: str = "") -> Config:
        """Other values. A hidden one that is empty stays as it is; what was not given stays too.

        Raises:
            NeedsUserError: there is none of that id (code "no_connector").
        """
        catalog = self.connectors.catalog
        hidden = {one.key for one in self.form(catalog.known(name), language) if one.need is Need.HIDDEN}
        secrets = {key: text for key, text in values.items() if key in hidden and text}
        shown_ones = {key: text for key, text in values.items() if key not in hidden}

        def changed(kept: Config) -> Config:
            names = tuple(dict.fromkeys((*kept.secrets, *secrets)))
            return replace(kept, title=title or kept.title, settings={**kept.settings, **shown_ones}, secrets=names)

        made = catalog.change(name, changed)
        self.connectors.keep_secrets(name, secrets)  # what its entry names is forgotten with it, also after a crash
        return made

    def switch(self, name: str, *, enabled: bool) -> Config:
        """On or off. One that is not approved asks when it is on. Raises NeedsUserError ("no_connector")."""
        return self.connectors.catalog.change(name, lambda kept: replace(kept, enabled=enabled))

    def take_over(self, path: Path, digest: str, names: Sequence[str]) -> tuple[Config, ...]:
        """Enter servers of another program's file by their names, () for all that can be used; off.

        Raises:
            NeedsUserError: the file has another digest now (code "other_digest"), cannot be read, or does not have one
                of the names (code "no_connector").
        """
        found = read_configuration(path)
        if found.digest != digest:
            raise NeedsUserError(_OTHER_FILE, _LOOK_AGAIN, "other_digest")
        by_name = {one.declared.name: one for one in found.servers}
        for name in names:
            if name not in by_name:
                raise NeedsUserError(_NOT_IN_IT.of(name=shown(name)), _LOOK_AGAIN, "no_connector")
        chosen = [by_name[name] for name in dict.fromkeys(names or by_name)]
        return tuple(self._entered(one) for one in chosen if names or not one.declared.problem.en)

    def search(self, words: str) -> Listing:
        """Ask the registry. Raises as `Registry.search`."""
        return self.registry.search(words)

    def take_offer(self, offer: Offer, values: Mapping[str, str] | None = None) -> Config:
        """Enter what the registry named; off.

        Raises:
            NeedsUserError: it cannot be used (code "bad_connector"), or is a bundle (code "bundle").
        """
        if offer.bundle:
            raise NeedsUserError(_OPEN_BUNDLE.of(address=shown(offer.bundle)), _INSTALL_IT, "bundle")
        if offer.declared.problem.en:
            raise NeedsUserError(offer.declared.problem, _LOOK_AGAIN, "bad_connector")
        config = new_entry(self.connectors.catalog, offer.declared, offer.settings)
        return self.configure(config.id, "", values or {})

    def asked(self, name: str) -> tuple[pins.Pending, ...]:
        """What waits for the person's yes: how it starts, or tools that are new or changed since. Tools are known of
        one that is connected now. Raises NeedsUserError ("no_connector").
        """
        config = self.connectors.catalog.known(name)
        if config.kind is not Kind.MCP:
            return ()
        if not pins.is_approved(config.declared, config.approved):
            return (pins.Pending(pins.START, "", self.line(config), pins.start_digest(config.declared)),)
        return tuple(getattr(self.connectors.find(name), "pending", ()))

    def line(self, config: Config) -> str:
        """The exact command line or address, secrets masked; "" for one of our own."""
        return line_of(config, self.places(config)) if config.kind is Kind.MCP else ""

    def approve(self, name: str, digests: Mapping[str, str]) -> Config:
        """A yes to exactly what was shown, by what it is about ("start", "tool:NAME"). What differs is no yes.

        Raises NeedsUserError ("no_connector").
        """
        living = self.connectors.find(name)
        config = self.connectors.catalog.known(name)
        start = pins.start_digest(config.declared)
        approved = config.approved
        if digests.get(pins.START) == start:
            approved = pins.approving_start(config.declared, approved)
        elif living is not None and hasattr(living, "approve"):
            approved = living.approve(digests).approved
        return self.connectors.catalog.change(name, lambda kept: replace(kept, approved=approved))

    def _entered(self, imported: Imported) -> Config:
        config = new_entry(self.connectors.catalog, imported.declared, imported.settings, imported.secrets)
        self.connectors.keep_secrets(config.id, imported.secrets)
        return config


def server_form(language: str) -> tuple[Setting, ...]:
    """What is filled in to add a server by hand."""
    line = Setting(_LINE, Need.TEXT, _LINE_TITLE.text(language), _LINE_HELP.text(language), required=True)
    header = Setting(_HEADER, Need.HIDDEN, _HEADER_TITLE.text(language), _HEADER_HELP.text(language))
    return (line, header)


def _declared(title: str, values: Mapping[str, str]) -> Declared:
    line = values.get(_LINE, "").strip()
    if line.startswith(("https://", "http://")):
        header = values.get(_HEADER, "").strip()
        headers = {"Authorization": header} if header else {}
        return Declared(title or "server", Transport.HTTP, url=line, headers=headers)
    try:
        program, *arguments = shlex.split(line)
    except ValueError as error:
        code, words = ("bad_line", _BAD_LINE) if line else ("no_line", _NO_LINE)
        raise NeedsUserError(words, _GIVE_LINE, code) from error
    return Declared(title or Path(program).name, Transport.STDIO, program, tuple(arguments))


def built_setup(connectors: Connectors, home: Home, get: Callable[[str], bytes]) -> ConnectorSetup:
    """Over a state folder. `get` fetches an address of the registry."""
    return ConnectorSetup(connectors, Registry(home.folder / "registry", get), partial(package_places, home))


def house_setup(house: House) -> ConnectorSetup:
    """That of a House."""
    return built_setup(house.connectors, house.home, partial(_got, house.web))


def declared_line(declared: Declared) -> str:
    """What would be started or reached, as it was declared; whole."""
    return (
        declared.url or shlex.join((declared.command, *declared.arguments)) if declared.command or declared.url else ""
    )


def package_places(home: Home, config: Config) -> Places:
    """Where the package of a connector lies, and where the connector may keep things."""
    record = packages_of(home).find(config.pack) if config.pack else None
    return places(str(record.folder) if record else "", str(servers_folder(home) / config.id))


def _got(web: Web, text: str) -> bytes:
    """What lies at an address of the public web. Raises ToolError."""
    address = web.reachable.address(text)
    answered = Get(address, web.reachable.numbers(address), web.trust).run()
    if answered.moved:
        raise ToolError(_MOVED.of(host=address.host), "redirects")
    return answered.data
