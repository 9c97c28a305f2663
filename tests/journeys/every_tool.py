"""Calls of every built-in tool once, in the folder of tests.journeys.october."""

from skills.library import skills

CONTENT = {"sheets": [{"name": "S", "columns": [{"title": "A"}], "rows": [[1], [2]]}]}
REPLACE = [{"op": "replace", "find": "one", "with": "two"}]
# Every built-in tool once, on names without a Japanese character. `edit` and `write_file` need what `read` saw.
EVERY_TOOL: list[tuple[str, dict[str, object]]] = [
    (
        "plan",
        {
            "steps": [{"title": "first", "state": "done"}, {"title": "second"}],
            "checklist": [{"need": "every tool", "state": "done"}],
        },
    ),
    ("find", {"pattern": "*"}),
    ("search", {"text": "one"}),
    ("read", {"path": "."}),
    ("read", {"path": "notes.txt"}),
    ("read", {"path": "letter.docx"}),
    ("look", {"path": "two.pdf", "page": 2}),
    ("write_file", {"path": "new.txt", "text": "a\nb\n"}),
    ("edit", {"path": "notes.txt", "ops": REPLACE}),
    ("edit", {"path": "letter.docx", "ops": REPLACE}),
    ("create", {"path": "table.xlsx", "content": CONTENT}),
    ("pdf", {"sources": ["two.pdf"], "path": "one.pdf", "ops": [{"op": "take", "pages": "1"}]}),
    ("convert", {"path": "two.pdf", "to": "two.md"}),
    ("extract", {"path": "mail.eml", "part": "attachment 1", "to": "pens.csv"}),
    ("operations", {"path": "letter.docx"}),
    ("compare", {"before": "letter.docx", "after": "letter.docx"}),
    ("check", {"path": "letter.docx"}),
    ("organise", {"items": [{"move": "notes.txt", "to": "old/notes.txt"}, {"folder": "made"}]}),
    ("recipe", {"id": "reports:inventory", "values": {}}),
    ("skill", {"name": next(iter(skills()))}),
]
