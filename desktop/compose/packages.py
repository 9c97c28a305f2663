"""Packages from outside: looked at where nothing uses them, kept when the person approved exactly what they saw.

The one place that the command line, the window's host and editors use. Everything here blocks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.errors import NeedsUserError, ToolError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words
from agent.packages.fetching import Brought, Sources
from agent.packages.git import found_git
from agent.packages.look import looked_at
from agent.packages.naming import kept_name
from agent.packages.origins import Kind, Origin, origin_of, same_place
from agent.packages.package import Advice, Package, Signature, Update, Weight
from agent.packages.store import Record, State, Store, update_of
from agent.tools.web.fetching import Web
from connectors.bundles.block import split
from connectors.bundles.chain import system_roots
from connectors.bundles.signature import signature_of
from desktop.compose.connector_kinds import packages_of
from desktop.compose.home import Home
from desktop.compose.house import House
from desktop.compose.package_connectors import PackageConnectors, enter, package_connectors
from desktop.compose.package_files import refuse_configuration, wrapped_skill
from desktop.compose.package_formats import Chosen, read_package, read_record
from skills.formats.packaged import listed

_AWAY = Words("{where} cannot be read: {why}", "{where} を読み取れません。{why}")
_CHECK = Words(
    "Check that it is there, and that you may read it.", "存在するか、読み取りの権限があるかをご確認ください。"
)
_NETWORK = Words("Check the address and your network.", "アドレスとネットワークをご確認ください。")
_NOTHING = Words("It brings nothing that Deskhand can use.", "Deskhand で使用できるものが含まれていません。")
_REPLACES = Words(
    "A package of this name from another place is installed ({origin}). This one would replace it.",
    "同じ名前のパッケージが、別の場所（{origin}）からインストールされています。インストールすると置き換わります。",
)
_RENAMED = Words(
    "It calls itself {new} now. It stays installed as {old}.",
    "名称が {new} に変更されていますが、{old} としてインストールされたままになります。",
)
NO_CHOICES: tuple[str, ...] = ()
_LEADS = Words(
    "The address that you gave leads to another place: {host} gave these files.",
    "指定されたアドレスから別の場所へ案内され、ファイルは {host} から届きました。",
)
_MOVES = Words(
    "The repository may hold something else tomorrow: no commit was named. This is commit {commit}.",
    "コミットが指定されていないため、リポジトリの内容は今後変わる可能性があります。今回のコミットは {commit} です。",
)
_GONE = Words("What was shown is not there any more.", "確認した内容が、すでに削除されています。")
_AGAIN = Words("Look at it again.", "もう一度確認してください。")


@dataclass(frozen=True, slots=True)
class Review:
    """What the person is shown before anything of it is used. `folder` is its place in the quarantine.

    `update` says what it would change of what is installed; None for something new, or when nothing differs (`same`).
    `refused` is why it cannot be installed, NO_WORDS when it can. `choices` are the plugins of a marketplace of which
    one must be chosen (`#plugin=NAME` after its origin).
    """

    package: Package
    folder: Path
    update: Update | None = None
    same: bool = False
    refused: Words = NO_WORDS
    choices: tuple[str, ...] = ()


class Packages:
    """The packages of this computer."""

    def __init__(self, store: Store, sources: Sources, connectors: PackageConnectors) -> None:
        self.store, self._sources, self.connectors = store, sources, connectors

    def review(self, source: str, sha256: str = "") -> Review:
        """Bring what lies at `source` (see `agent.packages.origins`), unpack it where nothing uses it, and look at it.

        Raises:
            NeedsUserError: it cannot be brought or is refused; nothing is left behind.
        """
        return self._guarded(origin_of(source, sha256))

    def review_update(self, name: str) -> Review:
        """Look at what lies now where an installed package came from. It stays what it is kept as, whatever it calls
        itself now: else it would stand beside the old one, or in the place of another. Raises NeedsUserError, also
        "no_package".
        """
        record = self.store.named(name)
        return self._guarded(origin_of(record.origin), record)

    def review_again(self, name: str) -> Review:
        """Look at the files of an installed package as they are now, because they were changed; its origin stays.

        Raises NeedsUserError, also "no_package".
        """
        record = self.store.named(name)
        return self._guarded(Origin(Kind.LOCAL, str(record.folder)), record)

    def install(self, review: Review, digest: str, values: Mapping[str, str] | None = None) -> Record:
        """Keep it, because the person approved `digest`. `values` is the filled form, with what is hidden.

        Its connectors are entered switched off: each asks for approval of its own before it is started.

        Raises:
            NeedsUserError: "other_digest", "bad_name", "no_use", "records"; nothing was changed.
        """
        if review.refused != NO_WORDS:
            raise NeedsUserError(review.refused, _AGAIN, "no_use")
        if not review.package.folder.is_dir():
            raise NeedsUserError(_GONE, _AGAIN, "other_digest")
        with self.store.alone():
            self.store.install(review.package, digest)
            enter(self.store, self.connectors, review.package, values or {})
        self.discard(review)
        return self.store.named(review.package.name)

    def discard(self, review: Review) -> None:
        """The person does not want it: nothing stays."""
        self.store.discard(review.folder)

    def list(self) -> tuple[tuple[Record, State], ...]:
        """All installed packages by name, with how they stand. Every byte of them is read."""
        return tuple((record, self.store.state(record)) for record in self.store.list())

    def package(self, name: str) -> Package:
        """An installed package as it is read now, with the advice. Raises NeedsUserError ("no_package")."""
        record = self.store.named(name)
        package = read_record(record)
        return replace(package, advice=(*package.advice, *looked_at(package)))

    def remove(self, name: str) -> None:
        """Remove a package with everything that it brought: files, connectors, secrets. Raises NeedsUserError.

        Its record goes first: what is left after a crash belongs to no package and goes at the next start.
        """
        with self.store.alone():
            self.store.remove(name)
            self.connectors.forget(name)

    def _guarded(self, origin: Origin, installed: Record | None = None) -> Review:
        folder = self.store.quarantined()
        folder.mkdir(mode=0o700)
        try:
            return self._review(origin, folder, installed)
        except ToolError as error:
            self.store.discard(folder)
            raise NeedsUserError(error.words, _NETWORK, error.code) from error
        except OSError as error:
            self.store.discard(folder)
            why = error.strerror or type(error).__name__
            words = _AWAY.of(where=shown(origin.place), why=Words(f"{why}.", f"{why}"))
            raise NeedsUserError(words, _CHECK, "not_read") from error
        except BaseException:
            self.store.discard(folder)
            raise

    def _review(self, origin: Origin, folder: Path, installed: Record | None) -> Review:
        brought = self._sources.bring(origin, folder / "brought")
        place, signature = self._unpacked(brought, origin, folder)
        chosen = Chosen(origin.plugin, signature, self._fetched(folder))
        package, choices = _read(place, origin, chosen, installed)
        record = installed or self.store.find(package.name)
        advice = [*package.advice, *looked_at(package), *_of_origin(package.origin, brought, record)]
        package = replace(package, advice=tuple(advice))
        nothing = not (package.skills or package.prompts or package.roles or package.connectors)
        refused = (package.problems[0] if package.problems else _NOTHING) if nothing else NO_WORDS
        same = record is not None and record.digest == package.digest and self.store.state(record) is State.WELL
        update = update_of(record, package) if record is not None else None
        return Review(package, folder, update, same, refused, choices)

    def _unpacked(self, brought: Brought, origin: Origin, folder: Path) -> tuple[Path, Signature]:
        """The files in the quarantine, in a folder that is called as the archive was, and what a signature proves."""
        into = folder / kept_name(_stem(brought.path, origin), "package")
        if brought.unpacked:
            brought.path.rename(into)
            return into, Signature()
        if brought.path.is_dir():
            self.store.unpack(brought.path, into)
            return into, Signature()
        if brought.path.suffix.lower() == ".md":
            return wrapped_skill(brought.path, folder), Signature()
        if brought.path.suffix.lower() == ".json":
            refuse_configuration(brought.path)
        signed = split(brought.path)
        self.store.unpack(brought.path, into, size=signed.content)
        return into, signature_of(signed, system_roots)

    def _fetched(self, folder: Path) -> Callable[[Origin], Path]:
        """Brings a plugin that a marketplace keeps elsewhere."""

        def fetched(origin: Origin) -> Path:
            brought = self._sources.bring(origin, folder / "plugin")
            into = folder / kept_name(_stem(brought.path, origin), "plugin")
            if into.exists():
                into = folder / f"{into.name}-plugin"
            brought.path.rename(into)
            return into

        return fetched


def _stem(path: Path, origin: Origin) -> str:
    if origin.kind is Kind.GIT:
        return Path(origin.path or origin.place.removesuffix(".git")).name
    return path.name if path.is_dir() else path.name.partition(".")[0]


def _read(place: Path, origin: Origin, chosen: Chosen, installed: Record | None) -> tuple[Package, tuple[str, ...]]:
    """What lies there; what is `installed` keeps its name and where it came from."""
    if installed is None:
        return read_package(place, origin.text, chosen)
    if installed.entry and origin.place == str(installed.folder):  # a plugin alone, without its list
        package, choices = listed(place, installed.origin, installed.entry), NO_CHOICES
    else:
        package, choices = read_package(place, installed.origin, chosen)
    if package.name == installed.name:
        return package, choices
    told = Advice(Weight.CAUTION, _RENAMED.of(new=shown(package.name), old=installed.name))
    return replace(package, name=installed.name, advice=(told, *package.advice)), choices


def _of_origin(origin: str, brought: Brought, record: Record | None) -> list[Advice]:
    found = []
    if brought.host:
        found.append(Advice(Weight.NOTE, _LEADS.of(host=shown(brought.host))))
    if brought.commit and not origin_of(origin).sha:
        found.append(Advice(Weight.NOTE, _MOVES.of(commit=brought.commit[:12])))
    if record is not None and not same_place(record.origin, origin):
        found.append(Advice(Weight.CAUTION, _REPLACES.of(origin=shown(record.origin))))
    return found


def built_packages(home: Home, connectors: PackageConnectors, web: Web) -> Packages:
    """Over this state folder. `web` is the way to web servers."""
    return Packages(packages_of(home), Sources(found_git(web.reachable), web.reachable, web.trust), connectors)


def house_packages(house: House) -> Packages:
    """Those of a House."""
    return built_packages(house.home, package_connectors(house.connectors), house.web)
