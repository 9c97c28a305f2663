"""`write_file`, `edit`, `create` and `pdf`: new contents, staged; the loop commits them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from agent.calls.params import array, fields, parsed, schema
from agent.core.actions import Action, Effect, Intent
from agent.core.changes import Change, ChangeSet, Create, Modify
from agent.core.documents import Documents, Op
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Result, Text, ToolCall, ToolSpec
from agent.core.paths import Place, shown
from agent.core.ports import Files, ReadyCall
from agent.core.words import Words, joined
from agent.tools.copies import Given, files_in, with_copies
from agent.tools.ready import ReadLog, Ready, existing_file, new_place, said

_MAKE = Words("Make {name}", "「{name}」を作成")
_CHANGE = Words("Change {name}", "「{name}」を変更")
_WRITE = Words("Write {name}", "「{name}」に書き込み")
_EDIT = Words("Edit {name}", "「{name}」を編集")
_SAME = Words(
    "{name} is exactly so already: nothing was changed.", "「{name}」は既にその内容のため、変更していません。"
)
_LINES = Words("{count} {count:line|lines}", "{count} 行")
_TEXTS = frozenset({".txt", ".md", ".csv", ".tsv", ".json", ".html", ".xml", ".yaml", ".yml", ".log", ".ics", ""})
_NEW = frozenset({".xlsx", ".docx", ".pptx", ".pdf", ".eml", ".zip", ".csv"})
_OPS = """Change an existing document; what you do not name stays byte for byte. Read it first. The usual `ops` by \
format; of those with only a name here ask `operations` for the form first. A file in an op is \
{"file":"a.png"}.
.xlsx {"op":"set_cells","sheet":"S","cells":{"B2":12.5,"D2:D9":"=B2*2","D1":null}} · \
{"op":"append_rows","sheet":"S","rows":[["2026-10-01",12]]} · {"op":"add_sheet","name":"N","rows":[[...]]} · \
{"op":"insert_rows","sheet":"S","at":5,"count":2} · {"op":"delete_rows","sheet":"S","rows":"5-7"}; rename_sheet \
move_rows insert_columns delete_columns move_columns move_cells delete_sheet copy_sheet move_sheet hide_sheet \
show_sheet sort set_format copy_format set_width set_height hide show group ungroup freeze merge unmerge \
set_tab_color add_table resize_table set_filter clear_filter add_conditional_format clear_conditional_formats \
set_validation clear_validation set_comment add_comment reply_comment resolve_comment delete_comment set_link \
add_chart set_chart delete_object add_image set_page refresh_pivots protect unprotect set_name delete_name
.csv set_cells, append_rows without "sheet"; set_values insert_rows delete_rows sort insert_column delete_column \
rename_column; or those of text
.docx {"op":"replace","find":"a","with":"b","all":true} ("at":"P12" for one place; "track":true writes a tracked \
change) · {"op":"set_paragraph","at":"P12","text":"..."} · \
{"op":"insert_after","at":"P12","text":"...","style":"Heading 2"} · {"op":"delete","at":"P12"} (or T1, T1 R2) · \
{"op":"set_table_cell","table":1,"row":2,"column":3,"text":"..."}; insert_row accept_changes reject_changes \
add_comment reply_comment resolve_comment delete_comment set_style set_format insert_table delete_row insert_column \
delete_column merge_cells fill insert_markdown move_paragraphs insert_page_break insert_list set_list set_header \
set_footer insert_image replace_image insert_link insert_footnote insert_toc update_fields set_properties
.pptx {"op":"replace","find":"a","with":"b","all":true} · {"op":"set_text","slide":3,"shape":"title","text":"..."} \
(shape: title, number or name); set_table_cell set_notes add_slide delete_slide move_slide order_slides \
duplicate_slide hide_slide insert_table insert_row delete_row insert_column delete_column move_shape delete_shape \
insert_text_box insert_picture replace_picture set_alt set_format set_bullets insert_chart set_chart add_comment \
set_link
text {"op":"replace","find":"a","with":"b"} · {"op":"insert_after","line":4,"text":"..."}; write replace_lines \
delete_lines replace_section delete_section
.pdf {"op":"fill","fields":{"Name":"..."}}; rotate take order delete_pages insert_pages insert_blank crop scale \
flatten stamp watermark add_note highlight add_link remove_notes redact set_metadata remove_metadata add_bookmarks \
attach remove_attachment encrypt
.json {"op":"set","path":"/a/b/0","value":1}; append insert delete rename
.zip add remove"""
_CONTENT = """Make a new document. `content` by the extension of `path`:
.xlsx {"sheets":[{"name":"S","columns":["Date",{"title":"Amount","format":"yen"}],"rows":[["2026-10-01",12.5],\
["Tax",{"formula":"=B2*0.1"}]],"total_row":true}]}. Texts are literal: only {"formula":...} calculates. total_row \
sums every column of numbers, or {"Amount":"sum","label":"Total"} (sum average count max min). format: text \
integer number percent yen dollar euro date datetime time or a code like "#,##0.0". A sheet may have "title", \
"notes":{"C4":"..."}, "marks":{"C5":"warn"} (warn bad good note bold), \
"chart":{"type":"column","title":"...","x":"A","y":["B"],"at":"D2"} (column bar line pie area scatter doughnut)
.docx {"title":"...","markdown":"...","header":"...","footer":"{page} / {pages}","language":"en"} (headings, bold, \
lists, tables, \\newpage; "subtitle", "toc":true, "numbered":true, "landscape":true, \
"template":{"file":"a.dotx"}) or \
{"letter":{"to","from","date","subject","greeting","body","closing","signature"},\
"language":"ja"}
.pptx {"title":"...","footer":"...","slides":[{"title":"...","bullets":["...","  deeper"],"notes":"..."}],\
"language":"en"}; the outer title makes a title slide before the others. A slide may be a divider ("section":true) \
or hold "columns":[["a"],["b"]], "table":[["a","b"]], \
"chart":{"kind":"column","categories":["a"],"series":[{"name":"s","values":[1]}]} or "picture":{"file":"a.png"} with \
"alt". What does not fit goes on to further slides. Also "template":{"file":"a.potx"}
.pdf {"title":"...","markdown":"...","language":"en"} (also "subtitle", "header", "footer", "landscape", \
"tables":[{"title":"...","rows":[["a","b"]]}]; for a letter make the .docx and `convert` it)
.eml a draft that the person sends: {"to":["Sato <sato@example.com>"],"subject":"...","body":"..."} ("cc", \
"attachments":{"list.xlsx":{"file":"out/list.xlsx"}})
.zip {"files":{"in/a.pdf":{"file":"a.pdf"}}}
.csv {"columns":["Name"],"rows":[["Sato"]],"encoding":"cp932"} (without encoding UTF-8)"""
_PDF = """Make a new PDF at `path` from pages of `sources` (PDFs or pictures). Without ops all pages are joined. ops:
{"op":"take","source":0,"pages":"1-3,7"} (source counts from 0), then those of `edit` for a .pdf, on the result"""
# Words that the names of ops begin with after which addresses may mean something else.
_MOVING = ("insert", "delete", "move", "sort", "order", "duplicate", "add_slide", "accept", "reject", "merge_cells")
_MOVED = Text("Addresses after that place have moved: read them again before you use them.")
_ANY_OPS = array(fields(op={"type": "string"}))


class Writer:
    """What the writing Tools share."""

    def __init__(self, files: Files, documents: Documents, log: ReadLog, language: str) -> None:
        self._files = files
        self._documents = documents
        self._log = log
        self._language = language

    def intent(self, title: Words, place: Place, *reads: Place) -> Intent:
        """What is read, and the one file that is written."""
        actions = (*(Action(Effect.READ, str(read)) for read in reads), Action(Effect.WRITE, str(place)))
        return Intent(title.of(name=shown(str(place))).text(self._language), actions)

    def proposed(self, place: Place, draft: Path, told: Sequence[Words], expects: str | None) -> Result:
        """A Result with one Change: a new file, or new contents for the state that `expects` names."""
        staged = self._files.staged(draft)
        if staged.sha256 == expects:
            same = _SAME.of(name=shown(str(place)))
            return said(same.en, same.text(self._language))
        self._log.proposed(place, expects, staged.sha256)
        what = joined(*told)
        change: Change = Create(place, staged) if expects is None else Modify(place, expects, staged)
        title = (_MAKE if expects is None else _CHANGE).of(name=shown(str(place)))
        for_model = (Text(f"{title.en}: {what.en}"),)
        return Result(for_model, what.text(self._language), ChangeSet(title.text(self._language), (change,)))

    def _named(self, value: object) -> Mapping[str, Place]:
        """The files that ops or contents name, by how they name them."""
        return {name: existing_file(self._files, name) for name in files_in(value)}

    def _copied(self, value: Given, named: Mapping[str, Place]) -> Given:
        """The same with private copies of these files."""
        return with_copies(value, lambda name: self._files.snapshot(named[name]).path)

    def known_state(self, place: Place) -> str | None:
        """The hash that a replacement expects; None when nothing is there. It must have been read."""
        if self._files.entry(place) is None:
            return None
        snapshot = self._files.snapshot(place)
        self._log.must_know(snapshot, replaced=True)
        return snapshot.sha256


class WriteTool(Writer):
    """A text file, new or replaced as a whole."""

    spec = ToolSpec(
        "write_file",
        "Write a text file (.txt .md .csv .json .html ...), new or as a whole; to change parts use `edit`.",
        schema(("path", "text"), path={"type": "string"}, text={"type": "string"}),
    )

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        place = new_place(self._files, arguments.text("path"))
        if place.suffix not in _TEXTS:
            raise InvalidArgumentsError(f"{place.suffix!r} is no text file. Use `create` or `edit` for it.")
        return Ready(self.intent(_WRITE, place), lambda: self._written(place, arguments.text("text")))

    def _written(self, place: Place, text: str) -> Result:
        expects = self.known_state(place)
        draft = self._files.stage(place.suffix or ".txt")
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        return self.proposed(place, draft, (_LINES.of(count=len(text.splitlines())),), expects)


class EditTool(Writer):
    """Operations on an existing document."""

    spec = ToolSpec("edit", _OPS, schema(("path", "ops"), path={"type": "string"}, ops=_ANY_OPS))

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        place = existing_file(self._files, arguments.text("path"))
        ops = arguments.objects("ops")
        if not ops:
            raise InvalidArgumentsError("Give at least one op.")
        named = self._named(ops)
        return Ready(self.intent(_EDIT, place, *named.values()), lambda: self._edited(place, self._copied(ops, named)))

    def _edited(self, place: Place, ops: Sequence[Op]) -> Result:
        snapshot = self._files.snapshot(place)
        self._log.must_know(snapshot)
        draft = self._files.stage(place.suffix)
        told = self._documents.edit(snapshot.path, ops, draft)
        made = self.proposed(place, draft, told, snapshot.sha256)
        moved = made.changes and any(str(op.get("op")).startswith(_MOVING) for op in ops)
        return replace(made, for_model=(*made.for_model, _MOVED)) if moved else made


class CreateTool(Writer):
    """A new Office document."""

    spec = ToolSpec("create", _CONTENT, schema(("path", "content"), path={"type": "string"}, content=fields()))

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        place = new_place(self._files, arguments.text("path"))
        if place.suffix not in _NEW:
            raise InvalidArgumentsError(f"`create` makes {', '.join(sorted(_NEW))}; for texts use `write_file`.")
        content = arguments.mapping("content")
        named = self._named(content)
        made = self.intent(_MAKE, place, *named.values())
        return Ready(made, lambda: self._created(place, self._copied(content, named)))

    def _created(self, place: Place, content: Mapping[str, object]) -> Result:
        expects = self.known_state(place)
        draft = self._files.stage(place.suffix)
        told = self._documents.create(content, draft)
        return self.proposed(place, draft, told, expects)


class PdfTool(Writer):
    """A new PDF from pages of others."""

    spec = ToolSpec(
        "pdf",
        _PDF,
        schema(("sources", "path"), sources=array({"type": "string"}), path={"type": "string"}, ops=_ANY_OPS),
    )

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        place = new_place(self._files, arguments.text("path"))
        sources = [existing_file(self._files, text) for text in arguments.texts("sources")]
        if not sources or place.suffix != ".pdf":
            raise InvalidArgumentsError("Give at least one PDF in `sources` and a `path` that ends in .pdf.")
        ops = arguments.objects("ops")
        named = self._named(ops)
        made = self.intent(_MAKE, place, *sources, *named.values())
        return Ready(made, lambda: self._made(place, sources, self._copied(ops, named)))

    def _made(self, place: Place, sources: list[Place], ops: Sequence[Op]) -> Result:
        expects = self.known_state(place)
        draft = self._files.stage(".pdf")
        copies = [self._files.snapshot(source).path for source in sources]
        told = self._documents.pages(copies, ops, draft)
        return self.proposed(place, draft, told, expects)
