"""What an Office document would fetch from elsewhere. Nothing here ever fetches it."""

from collections.abc import Iterator

from agent.core.words import Words
from agent.documents.opc.package import Package


def outside_facts(package: Package, *parts: str) -> Iterator[Words]:
    """A sentence on pictures, templates and data that `parts` refer to outside of the file; links are not counted."""
    fetched = [
        f"{relation.type.rpartition('/')[2]}: {relation.target[:80]}"
        for part in parts
        for relation in package.relations(part)
        if relation.external and not relation.type.endswith("/hyperlink")
    ]
    if fetched:
        named = ", ".join(fetched[:5])
        yield Words(
            f"refers to things outside of the file, which are never fetched: {named}",
            f"ファイルの外への参照があります(取得はしません): {named}",
        )
