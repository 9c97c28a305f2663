"""A folder in which a Turn made and changed things, as a Review sees it: real files, real documents."""

import hashlib
import json
from dataclasses import replace

from agent.core.changes import Changed, Checkpoint
from agent.core.events import RootGranted
from agent.core.messages import AssistantMessage, Outcome, Text, ToolCall, ToolMessage, ToolResult, UserMessage
from agent.core.plans import CheckState
from agent.review.review import found_in
from agent.review.sight import Sight
from agent.review.work import Work
from agent.workspace.workspace import Workspace


class Turn:
    """What one Turn did in `root`. `made` and `changed` write files through the documents, as tools do."""

    def __init__(self, base, documents, request="go"):
        self.root, self.olds = base / "root", base / "olds"
        for folder in (self.root, self.olds):
            folder.mkdir(parents=True)
        self.documents = documents
        self.files = Workspace((RootGranted("", str(self.root)),), base / "staging")
        self.images = {}
        self.work = Work((request,), (UserMessage((Text(request),)),))

    def made(self, name, content):
        """A new document with this content."""
        self.documents.create(content, self.root / name)
        self.committed("create", name, "create", {"path": name, "content": content})

    def written(self, name, data):
        """A new file with these bytes; one that was there is changed."""
        path = self.root / name
        kind = "modify" if path.exists() else "create"
        self._keep(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.committed(kind, name, "write_file", {"path": name})

    def changed(self, name, *ops):
        """An edit of a document that was there."""
        old = self._keep(name)
        self.documents.edit(old, ops, self.root / name)
        self.committed("modify", name, "edit", {"path": name, "ops": ops})

    def replaced(self, name, source):
        """All of a document gives way to other bytes, with `create`."""
        self._keep(name)
        (self.root / name).write_bytes(source.read_bytes())
        self.committed("modify", name, "create", {"path": name})

    def _keep(self, name):
        if not (self.root / name).exists():
            return None
        number = len(self.images) + 1
        old = self.olds / f"{number}{(self.root / name).suffix}"
        old.write_bytes((self.root / name).read_bytes())
        self.images[str(len(self.work.checkpoints)), name] = old
        return old

    def committed(self, kind, name, tool, arguments):
        """A call that changed a file, with its Checkpoint."""
        number = str(len(self.work.checkpoints))
        path = self.root / name
        after = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        line = Changed(kind, name, after=after)
        made = Checkpoint(number, "s", "t", "2026-11-26T00:00:00", (line,))
        self.work = replace(self.work, checkpoints=(*self.work.checkpoints, made))
        self.called(tool, arguments, f"Done and kept for undo: {kind} {name}.", checkpoint=number)

    def called(self, tool, arguments, told, outcome=Outcome.DONE, checkpoint="", declined=(), sources=()):
        """A call and what the model heard of it."""
        name = f"c{len(self.work.messages)}"
        wish = AssistantMessage((), (ToolCall(name, tool, json.dumps(arguments)),))
        result = ToolResult(name, outcome, (Text(told),), checkpoint=checkpoint, declined=declined, sources=sources)
        self.work = replace(self.work, messages=(*self.work.messages, wish, ToolMessage((result,))))

    def sight(self):
        """A fresh view of the files."""
        return Sight(self.files, self.documents, lambda checkpoint, place: (self.images[checkpoint, place], None))

    def found(self, answer="Done."):
        """What all Checks say of it."""
        return found_in(self.work, self.sight(), answer)

    def failed(self, answer="Done."):
        """The kinds of the Checks that failed, and why."""
        return [(one.kind, one.why.en) for one in self.found(answer) if one.state is CheckState.FAILED]

    def kinds(self, answer="Done."):
        """The kinds of the Checks that failed."""
        return sorted({kind for kind, _ in self.failed(answer)})
