"""A deck in the look of every presentation of a folder. `python tests/long/decks_from_templates.py FOLDER [COUNT]`

Each of the first COUNT presentations is the template of a deck with long points, a divider, columns, a table, a chart
and a picture, in English and in Japanese. Each deck must open, have nothing that PowerPoint would repair, and be told
as too full (by the answer, or by `problems`) or not be too full. Printed: how many were made, how many refused and why,
how many are too full. The exit code is 1 after a deck that does not open or has flaws that its template does not have.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from PIL import Image  # noqa: E402

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402
from tests.agent.documents.decks import flaws  # noqa: E402

KINDS = {".pptx", ".potx", ".ppsx"}
POINTS = {
    "en": "Revenue rose by {} %, driven by the two new warehouses and by the carriers that stayed",
    "ja": "売上高は {} % 増加した。新しい二つの倉庫の稼働と、取引を続けた運送会社の協力によるものである",
}
HEADING = {
    "en": "What we did in this year and why it matters to all of us",
    "ja": "今年度に実施した施策と、それが全社にとって重要である理由について",
}


def outline(language: str, template: Path, photo: Path) -> dict[str, object]:
    """A deck that has one slide of every kind."""
    heading = HEADING[language]
    rows = [["Q", "EUR k", "%"], *([f"Q{number}", "1,200", "8.5"] for number in range(1, 13))]
    chart = {
        "categories": ["N", "S"],
        "series": [{"name": "2025", "values": [4, 5]}, {"name": "2026", "values": [5, 6]}],
    }
    slides = [
        {"title": heading, "bullets": [POINTS[language].format(number) for number in range(1, 11)], "notes": "n"},
        {"title": heading[:20], "section": True, "text": heading},
        {"title": "A", "columns": [[heading, "  b"], [heading]]},
        {"title": "B", "table": rows},
        {"title": "C", "bullets": [heading], "chart": chart},
        {"title": "D", "picture": photo, "alt": "d"},
    ]
    return {"title": heading, "subtitle": "2026", "footer": "ACME", "template": template, "slides": slides}


def main(folder: Path, count: int) -> int:
    """Make them; returns the exit code."""
    documents, told, bad = WorkerDocuments(), Counter[str](), 0
    with tempfile.TemporaryDirectory() as place:
        photo, target = Path(place, "x.png"), Path(place, "new.pptx")
        Image.new("RGB", (160, 90), "navy").save(photo)
        for template in [one for one in sorted(folder.iterdir()) if one.suffix.lower() in KINDS][:count]:
            for language in POINTS:
                try:
                    said = documents.create(outline(language, template, photo), target)
                    documents.check(target)
                except ToolError as error:
                    told[f"refused: {error.words.en[:90]}"] += 1
                    continue
                told["made"] += 1
                full = [
                    one for one in documents.problems(target) if one.code == "overflow" and "pt" not in one.words.en
                ]
                warned = "too long" in said[0].en
                told["too full, and said so" if full and warned else "too full, and not said" if full else "fits"] += 1
                if new := set(flaws(target)) - set(flaws(template)):
                    bad += 1
                    print(f"{template.name} {language}: {sorted(new)[:3]}")
                if full and not warned:
                    print(f"{template.name} {language}: {full[0].anchor}: {full[0].words.en}")
    documents.close()
    print("\n".join(f"{number:5} {what}" for what, number in sorted(told.items())))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10**9))
