"""A folder as it would be: staged Changes laid over the Files beneath. Pure values; a change gives a new tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from agent.core.changes import Staged
from agent.core.errors import RefusedError
from agent.core.paths import Place, shown
from agent.core.ports import Entry, Files
from agent.core.words import Words

_IN_THE_WAY = Words(
    "{name!r} is a file, so nothing can be put below it.",
    "「{name}」はファイルのため、その下には何も置けません。",
)


@dataclass(frozen=True, slots=True)
class Held:
    """A file with staged contents. `lock_ok` as in Modify."""

    staged: Staged
    modified_ns: int
    lock_ok: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A file of the base, perhaps under another name."""

    base: Place


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder. What `over` does not name shines through from `base`; None in it is gone. A new one has no `base`."""

    base: Place | None
    over: Mapping[str, "Node | None"] = field(default_factory=dict)


Node = Held | Shown | Layer


@dataclass(frozen=True, slots=True)
class Tree:
    """All Roots of `base`, with what is laid over them, by the Root's name."""

    base: Files
    tops: Mapping[str, Layer] = field(default_factory=dict)

    def top(self, root: str) -> Layer:
        """The folder of a Root."""
        return self.tops.get(root, Layer(Place(root, "")))

    def at(self, place: Place) -> Node | None:
        """What is at a place, None for nothing."""
        node: Node | None = self.top(place.root)
        parts = _parts(place)
        for index, part in enumerate(parts):
            if not isinstance(node, Layer):
                return None
            if part not in node.over:
                return self._beneath(node, "/".join(parts[index:]))
            node = node.over[part]
        return node

    def entry(self, place: Place, node: Node | None = None) -> Entry | None:
        """The Entry of a place; `node` is what is there, when that is known."""
        node = node or self.at(place)
        match node:
            case Held(staged, modified_ns):
                return Entry(place, "file", staged.size, modified_ns)
            case Shown(base) | Layer(Place() as base):
                found = self.base.entry(base)
                return None if found is None else replace(found, place=place)
            case Layer():
                return Entry(place, "folder", 0, 0)
            case None:
                return None

    def below(self, folder: Place, *, hidden: bool) -> Iterator[tuple[Entry, Node]]:
        """What lies in one folder, in order of the names, each with its node."""
        node = self.at(folder)
        if not isinstance(node, Layer):
            return
        found: dict[str, tuple[Entry, Node]] = {}
        beneath = () if node.base is None else self.base.walk(node.base, deep=False, hidden=hidden)
        for entry in beneath:
            name = entry.place.name
            if name not in node.over:
                found[name] = (replace(entry, place=folder.child(name)), _node(entry))
        for name, child in node.over.items():
            laid = None if child is None else self.entry(folder.child(name), child)
            if child is not None and laid is not None and (hidden or not name.startswith((".", "~$"))):
                found[name] = (laid, child)
        yield from (found[name] for name in sorted(found))

    def put(self, place: Place, node: Node | None) -> "Tree":
        """The tree with `node` at a place (None: it goes). Folders on the way that are missing are made.

        Raises:
            RefusedError: a file is on the way (code "collision").
        """
        top = self._with(self.top(place.root), Place(place.root, ""), _parts(place), node)
        return Tree(self.base, {**self.tops, place.root: top})

    def _with(self, layer: Layer, at: Place, parts: list[str], node: Node | None) -> Layer:
        name, *rest = parts
        if rest:
            inner = layer.over[name] if name in layer.over else self._beneath(layer, name)
            inner = Layer(None) if inner is None else inner
            if not isinstance(inner, Layer):
                raise RefusedError(_IN_THE_WAY.of(name=shown(str(at.child(name)))), "collision")
            node = self._with(inner, at.child(name), rest, node)
        if node is None and layer.base is None:
            return Layer(None, {key: kept for key, kept in layer.over.items() if key != name})
        return Layer(layer.base, {**layer.over, name: node})

    def _beneath(self, layer: Layer, path: str) -> Node | None:
        entry = None if layer.base is None else self.base.entry(layer.base.child(path))
        return None if entry is None else _node(entry)


def _node(entry: Entry) -> Node:
    return Layer(entry.place) if entry.kind == "folder" else Shown(entry.place)


def _parts(place: Place) -> list[str]:
    return place.path.split("/") if place.path else []
