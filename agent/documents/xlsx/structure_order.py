"""The list of sheets in the workbook part: taken out, added to, put in order, hidden. ECMA-376 part 1, 18.2.19."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.shift_part import Element, PartChange
from agent.documents.xlsx.shift_rules import drop_empty


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet in the workbook's list: `source` is its element, `relation` the id of its relationship."""

    name: str
    part: str
    id: str
    relation: str
    visible: bool
    source: bytes


def listed_sheets(draft: Draft) -> list[Listed]:
    """All sheets by now, in their order, charts included."""
    change, part = PartChange(draft.part(draft.book.part)), draft.book.part
    targets = {one.id: draft.target(part, one) for one in draft.relations(part) if not one.external}
    found: list[Listed] = []
    for element in change.root.iterfind("{*}sheets/{*}sheet"):
        relation = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        visible = element.get("state", "visible") == "visible"
        name, number = element.get("name", ""), element.get("sheetId", "")
        target = targets.get(relation, "")
        found.append(Listed(name, target, number, relation, visible, change.layout.source(element)))
    return found


def listed_at(sheets: Sequence[Listed], name: str) -> int:
    """The place of a sheet, from 0. Raises InvalidArgumentsError."""
    for at, one in enumerate(sheets):
        if one.name.casefold() == name.casefold():
            return at
    names = ", ".join(repr(one.name) for one in sheets[:50])
    raise InvalidArgumentsError(f"There is no sheet {name!r}. The sheets are: {names}.")


def refuse_locked(draft: Draft) -> None:
    """Refuse when the author of the workbook locked its sheets. Raises InvalidArgumentsError."""
    found = draft.book.root.find("{*}workbookProtection")
    if found is not None and found.get("lockStructure") in {"1", "true"}:
        raise InvalidArgumentsError("The author of the workbook protected its structure: its sheets stay as they are.")


def set_sheets(draft: Draft, sheets: Sequence[Listed], places: Mapping[int, int]) -> None:
    """Make `sheets` the workbook's list; `places` tells the new place of each old one that stays, from 0."""
    change = PartChange(draft.part(draft.book.part))
    listing = change.root.find("{*}sheets")
    if listing is not None:
        change.set_contents(listing, b"".join(one.source for one in sheets))
    for element in change.root.iter("{*}definedName"):
        if local := element.get("localSheetId"):
            _renumber(change, element, "localSheetId", places.get(int(local)))
    for view in change.root.iter("{*}workbookView"):
        active = places.get(int(view.get("activeTab", "0")), 0)
        change.set_attribute(view, "activeTab", str(_seen(sheets, active)))
        if first := view.get("firstSheet"):
            change.set_attribute(view, "firstSheet", str(places.get(int(first), 0)))
    for custom in change.root.iter("{*}customWorkbookView"):
        if custom.get("activeSheetId") not in {one.id for one in sheets}:
            change.set_attribute(custom, "activeSheetId", sheets[0].id)
    drop_empty(change)
    draft.set_part(draft.book.part, change.bytes_after())


def _renumber(change: PartChange, element: Element, key: str, place: int | None) -> None:
    if place is None:
        change.drop(element)
    else:
        change.set_attribute(element, key, str(place))


def _seen(sheets: Sequence[Listed], active: int) -> int:
    """The visible sheet that is nearest: a hidden one cannot be the one that is shown."""
    visible = [at for at, one in enumerate(sheets) if one.visible]
    return min(visible, key=lambda at: abs(at - active), default=active)


def with_state(draft: Draft, name: str, state: str | None) -> None:
    """Hide a sheet or show it (None)."""
    change = PartChange(draft.part(draft.book.part))
    for element in change.root.iterfind("{*}sheets/{*}sheet"):
        if element.get("name", "").casefold() == name.casefold():
            change.set_attribute(element, "state", state)
    draft.set_part(draft.book.part, change.bytes_after())
    sheets = listed_sheets(draft)
    set_sheets(draft, sheets, {at: at for at in range(len(sheets))})
