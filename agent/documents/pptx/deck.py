"""A presentation while ops change it: slides and shapes keep the numbers with which they were read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.docx.tree import Element
from agent.documents.opc.package import Package
from agent.documents.opc.xml_splice import Splice
from agent.documents.pptx.dialect import Dialect, dialect_of, relation_id
from agent.documents.pptx.draft import SlideDraft
from agent.documents.pptx.parts import DeckParts
from agent.documents.pptx.splices import appended
from agent.documents.pptx.tree import NO_DECK, Shape, first, local, shapes_of

# ECMA-376 part 1, 19.7.13.
_LEAST_ID = 256
_SCREEN = (9_144_000, 6_858_000)


@dataclass(frozen=True, slots=True)
class SlideAt:
    """A slide by the number with which it was read, or "new1" for one that an op added, and its part."""

    label: str
    part: str


class Deck:
    """A presentation that is being edited.

    Numbers of slides and shapes are those of the presentation as it was read, whatever earlier ops added, moved or took
    away. Slides that ops add are "new1", "new2" ...; shapes that they add get the next numbers of their slide.
    """

    def __init__(self, package: Package) -> None:
        """Raises UnreadableError when the package holds no presentation."""
        self.parts = DeckParts(package)
        self.main = package.main_part("presentation")
        if local(self.parts.root(self.main)) != "presentation":
            raise UnreadableError(NO_DECK, "broken")
        self.dialect: Dialect = dialect_of(self.parts.root(self.main))
        self._labels = {str(number): part for number, part in enumerate(self.order(), 1)}
        self._shapes: dict[str, list[int]] = {}
        self._new = 0
        self._last_id = _LEAST_ID - 1
        self._last_id = self.new_slide_id() - 1

    def entries(self) -> list[tuple[Element, str]]:
        """The entries of the list of slides by now, with the part of each; those that lead nowhere are left out."""
        listed = first(self.parts.root(self.main), "sldIdLst")
        targets = {relation.id: part for relation, part in self.parts.leading(self.main)}
        entries = [one for one in (listed if listed is not None else ()) if local(one) == "sldId"]
        return [(one, targets[relation_id(one)]) for one in entries if relation_id(one) in targets]

    def order(self) -> list[str]:
        """The parts of the slides in the order of the show by now."""
        return [part for _, part in self.entries()]

    def slides(self) -> list[SlideAt]:
        """All slides by now, in their order."""
        labels = {part: label for label, part in self._labels.items()}
        return [SlideAt(labels[part], part) for part in self.order()]

    def slide(self, op: Op, key: str = "slide") -> SlideAt:
        """The slide that `key` of an op names. Raises InvalidArgumentsError."""
        return self.slide_named(op.get(key), key)

    def slide_named(self, wanted: object, key: str) -> SlideAt:
        """The slide with that number or name. Raises InvalidArgumentsError."""
        label = str(wanted).replace(" ", "")
        part = self._labels.get(label)
        if isinstance(wanted, bool) or part is None:
            count = sum(one.isdecimal() for one in self._labels)
            raise InvalidArgumentsError(
                f"{key!r} is a number from 1 to {count}, as the slides were read (or 'new1' for the first slide "
                f"that an op of this edit added), not {wanted!r}."
            )
        if part not in self.order():
            raise InvalidArgumentsError(f"Slide {label} was deleted by an op before.")
        return SlideAt(label, part)

    def added(self, part: str) -> SlideAt:
        """Give a new slide, which is in the list already, its name."""
        self._new += 1
        self._labels[f"new{self._new}"] = part
        return SlideAt(f"new{self._new}", part)

    def shapes(self, part: str, root: Element | None = None) -> list[Shape]:
        """The shapes of a slide by now with their numbers; of `root` when that is another parse of the same part."""
        found = shapes_of(self.parts.root(part) if root is None else root)
        numbers = self._shapes.setdefault(part, [shape.number for shape in found])
        while len(numbers) < len(found):
            # New shapes stand behind all others.
            numbers.append(max(numbers, default=0) + 1)
        return [replace(shape, number=number) for shape, number in zip(found, numbers, strict=True)]

    def shape(self, slide: SlideAt, wanted: object, root: Element | None = None) -> Shape:
        """A shape by its number, its name or "title". Raises InvalidArgumentsError."""
        shapes = self.shapes(slide.part, root)
        for shape in shapes:
            if wanted in (shape.number, str(shape.number), shape.name) or (wanted == "title" and shape.is_title):
                return shape
        names = ", ".join(f"{shape.number} ({shape.name})" for shape in shapes)
        raise InvalidArgumentsError(f"Slide {slide.label} has no shape {wanted!r}. It has: {names or 'none'}.")

    def cut(self, part: str, element: Element, *more: Splice) -> None:
        """Take an element out of a slide; the shapes in it lose their numbers."""
        shapes = self.shapes(part)
        # Both versions of an alternative go.
        choices = [one for one in element.iterancestors() if local(one) == "AlternateContent"]
        element = choices[-1] if choices else element
        inside = {id(one) for one in element.iter("*")}
        left = [shape.number for shape in shapes if id(shape.element) not in inside]
        span = self.parts.layout(part).span(element)
        self.parts.splice(part, Splice(span.start, span.end, b""), *more)
        self._shapes[part] = left

    def draw(self, part: str, xml: str) -> Shape:
        """Put a new shape in front of all others on a slide; returns it."""
        before = self.shapes(part)
        layout = self.parts.layout(part)
        tree = first(layout.root, "cSld", "spTree")
        if tree is None:
            raise UnreadableError(NO_DECK, "broken")
        extension = first(tree, "extLst")
        new = self.dialect.fragment(xml, tree)
        at = layout.span(extension).start if extension is not None else 0
        self.parts.splice(part, appended(layout, tree, new) if extension is None else Splice(at, at, new))
        after = self.shapes(part)
        return after[len(before)]

    def new_slide_id(self) -> int:
        """An id that no slide has or had before, so that a new slide is not taken for one that was deleted."""
        listed = first(self.parts.root(self.main), "sldIdLst")
        ids = [one.get("id", "") for one in (listed if listed is not None else ())]
        self._last_id = max(self._last_id, *(int(one) for one in ids if one.isdecimal()), 0) + 1
        return self._last_id

    def new_shape_id(self, part: str) -> int:
        """An id that no shape of the slide has."""
        ids = [one.get("id", "") for one in self.parts.root(part).iter("{*}cNvPr")]
        return max((int(one) for one in ids if one.isdecimal()), default=1) + 1

    @contextmanager
    def words(self, part: str) -> Iterator[SlideDraft]:
        """The words of a slide or of notes; what changed in them is kept at the end."""
        draft = SlideDraft(self.parts.read(part))
        yield draft
        if draft.changed:
            self.parts.put(part, draft.written())

    def relation_type(self, kind: str) -> str:
        """The whole type of a relationship of `kind` ("slide") in the dialect of the presentation."""
        return f"{self.dialect.base}/{kind}"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the slides in EMU."""
        told = first(self.parts.root(self.main), "sldSz")
        width, height = (told.get("cx", ""), told.get("cy", "")) if told is not None else ("", "")
        return (int(width), int(height)) if width.isdecimal() and height.isdecimal() else _SCREEN
