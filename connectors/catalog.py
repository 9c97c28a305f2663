"""The connectors that the person has set up, in settings/connectors.json. It never holds a secret."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.codec import built, plain
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.written import BrokenFileError, JsonFile
from connectors.connector import Config

_FILE = "connectors.json"
LONGEST_ID = 32
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_BAD_ID = Words(
    "{id!r} is no name of a connector.",
    "「{id}」はコネクタの名前として使えません。",
)
_ID_RULE = Words(
    'Use small letters, digits and "-", at most 32.', "半角の小文字、数字、「-」で、32 文字以内にしてください。"
)
_TAKEN = Words("There is already a connector {id!r}.", "「{id}」というコネクタはすでにあります。")
_CHOOSE = Words(
    "Choose another name, or remove the other one first.", "別の名前にするか、先に既存のものを削除してください。"
)
_UNKNOWN = Words("There is no connector {id!r}.", "「{id}」というコネクタは登録されていません。")
_SEE = Words("See `deskhand connector list`.", "`deskhand connector list` で一覧をご確認ください。")
Changed = Callable[[Config], Config]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the file says. `unknown` are entries of a later version: kept as they are. `broken`: nobody can read it."""

    connectors: tuple[Config, ...] = ()
    unknown: tuple[object, ...] = ()
    broken: bool = False


class ConnectorCatalog:
    """The list in `connectors.json` in the folder. It is read anew each time, and every change is written at once.

    A file that cannot be understood counts as empty; the first change sets it aside as `connectors.broken.json`.
    """

    def __init__(self, folder: Path) -> None:
        self._file = JsonFile(folder / _FILE)

    def list(self) -> tuple[Config, ...]:
        """All connectors, in the order in which they were added; switched off ones too."""
        return self._read().connectors

    def find(self, name: str) -> Config | None:
        """The connector of that id."""
        return next((one for one in self.list() if one.id == name), None)

    def known(self, name: str) -> Config:
        """The connector of that id.

        Raises:
            NeedsUserError: there is none (code "no_connector").
        """
        found = self.find(name)
        if found is None:
            raise NeedsUserError(_UNKNOWN.of(id=shown(name)), _SEE, "no_connector")
        return found

    def of_pack(self, pack: str) -> tuple[Config, ...]:
        """Those that a package brought."""
        return tuple(one for one in self.list() if one.pack == pack)

    def free_id(self, wish: str) -> str:
        """An id that nobody has, made of what something calls itself: "Hello World!" is "hello-world"."""
        taken, wished = {one.id for one in self.list()}, _slug(wish)
        if wished not in taken:
            return wished
        numbered = (
            f"{wished[: LONGEST_ID - len(end)].rstrip('-')}{end}" for end in (f"-{n}" for n in range(2, 10_000))
        )
        return next(one for one in numbered if one not in taken)

    def add(self, config: Config) -> Config:
        """Add one at the end, and return it.

        Raises:
            NeedsUserError: "bad_id", or "taken" when another has this id.
        """
        if not _ID.fullmatch(config.id):
            raise NeedsUserError(_BAD_ID.of(id=shown(config.id)), _ID_RULE, "bad_id")
        with self._file.alone():
            kept = self._read()
            if any(one.id == config.id for one in kept.connectors):
                raise NeedsUserError(_TAKEN.of(id=config.id), _CHOOSE, "taken")
            self._write(kept, (*kept.connectors, config))
        return config

    def change(self, name: str, changed: Changed) -> Config:
        """Put what `changed` makes of the entry, as it is kept now, in its place, and return it. The id stays.

        Raises:
            NeedsUserError: there is none of that id (code "no_connector").
        """
        with self._file.alone():
            new = replace(changed(self.known(name)), id=name)
            kept = self._read()
            self._write(kept, tuple(new if one.id == name else one for one in kept.connectors))
        return new

    def remove(self, name: str) -> None:
        """Forget one. It is no error when there is none."""
        with self._file.alone():
            kept = self._read()
            if any(one.id == name for one in kept.connectors):
                self._write(kept, tuple(one for one in kept.connectors if one.id != name))

    def _read(self) -> _Kept:
        try:
            said = self._file.read()
        except BrokenFileError:
            return _Kept(broken=True)
        if said is None:
            return _Kept()
        entries = said.get("connectors") if isinstance(said, Mapping) else None
        if not isinstance(entries, list):
            return _Kept(broken=True)
        return _kept(entries)

    def _write(self, kept: _Kept, connectors: tuple[Config, ...]) -> None:
        if kept.broken:
            self._file.set_aside()
        entries = [*(plain(one) for one in connectors), *kept.unknown]
        self._file.write({"version": 1, "connectors": entries})


def _kept(entries: list[object]) -> _Kept:
    """One entry that does not fit never costs the others; of two with one id the first counts."""
    connectors: dict[str, Config] = {}
    unknown: list[object] = []
    for entry in entries:
        config = _config(entry)
        if config is None or config.id in connectors:
            unknown.append(entry)
        else:
            connectors[config.id] = config
    return _Kept(tuple(connectors.values()), tuple(unknown))


def _config(entry: object) -> Config | None:
    try:
        config = built(Config, entry)
    except (ValueError, TypeError):
        return None
    return config if _fits(config) else None


def _fits(config: Config) -> bool:
    """Whether it is what its type says: the codec takes texts and mappings as they come."""
    texts = (config.id, config.title, config.pack, config.era, *config.secrets)
    maps = (config.settings, config.approved)
    whole = all(isinstance(one, str) for one in texts) and isinstance(config.declared, Mapping)
    return (
        whole
        and isinstance(config.enabled, bool)
        and bool(_ID.fullmatch(config.id))
        and all(isinstance(one, Mapping) and all(isinstance(text, str) for text in one.values()) for one in maps)
    )


def _slug(wish: str) -> str:
    plain_letters = unicodedata.normalize("NFKD", wish).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")[:LONGEST_ID].strip("-")
    return slug or "connector"
