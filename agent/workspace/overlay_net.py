"""What an overlay comes to: one ChangeSet in an order that the Ledger takes.

The Ledger refuses to touch what an earlier Change of the set filled, so what is both moved and changed becomes a
Delete and a Create, and what goes inside of a moved folder goes before the folder moves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from agent.core.changes import Change, Create, Delete, MakeFolder, Modify, Move
from agent.core.paths import Place
from agent.core.ports import Entry
from agent.workspace.overlay_tree import Held, Layer, Node, Tree


def net(tree: Tree, hashes: Mapping[Place, str]) -> tuple[Change, ...]:
    """The Changes that make the base what the tree shows. `hashes` are those of base files that were changed."""
    found = _Net(tree, hashes, set(_origins(tree)))
    for root, top in tree.tops.items():
        found.inside(top, Place(root, ""))
    return found.ordered()


def _origins(tree: Tree) -> Iterator[Place]:
    """Where in the base everything comes from that is not at its place any more."""
    waiting: list[tuple[Layer, Place]] = [(top, Place(root, "")) for root, top in tree.tops.items()]
    while waiting:
        layer, place = waiting.pop()
        for name, node in layer.over.items():
            base = getattr(node, "base", None)
            if base is not None and base != _natural(layer, name):
                yield base
            if isinstance(node, Layer):
                waiting.append((node, place.child(name)))


def _natural(layer: Layer, name: str) -> Place | None:
    return None if layer.base is None else layer.base.child(name)


@dataclass(slots=True)
class _Net:
    tree: Tree
    hashes: Mapping[Place, str]
    moved: set[Place]
    deletes: list[Delete] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    made: list[Change] = field(default_factory=list)

    def inside(self, layer: Layer, place: Place) -> None:
        for name, node in layer.over.items():
            self._one(layer, place.child(name), node)

    def ordered(self) -> tuple[Change, ...]:
        """Deletes first; that of a folder comes after what moves out of it, and before what takes its place."""
        self.moves.sort(
            key=lambda move: -move.place.path.count("/")
        )  # what leaves a folder goes before the folder does
        late = [one for one in self.deletes if any(move.place.within(one.place) for move in self.moves)]
        early = [one for one in self.deletes if one not in late]
        after = [move for move in self.moves if any(move.to.within(one.place) for one in late)]
        before = [move for move in self.moves if move not in after]
        return (*early, *before, *late, *after, *self.made)

    def _one(self, layer: Layer, at: Place, node: Node | None) -> None:
        natural = _natural(layer, at.name)
        beneath = None if natural is None or natural in self.moved else self.tree.base.entry(natural)
        base = getattr(node, "base", None)
        if isinstance(node, Held):
            self._held(node, at, beneath)
        elif base is None or base != natural:
            self._gone(beneath)
            if base is not None:
                self.moves.append(Move(base, at))
        if isinstance(node, Layer):
            if base is None and not any(node.over.values()):
                self.made.append(MakeFolder(at))
            self.inside(node, at)

    def _held(self, node: Held, at: Place, beneath: Entry | None) -> None:
        if beneath is not None and beneath.kind == "file" and beneath.place == at and at in self.hashes:
            self.made.append(Modify(at, self.hashes[at], node.staged, lock_ok=node.lock_ok))
            return
        self._gone(beneath)
        self.made.append(Create(at, node.staged, node.modified_ns))

    def _gone(self, beneath: Entry | None) -> None:
        if beneath is not None:
            self.deletes.append(Delete(beneath.place, self.hashes.get(beneath.place)))
