"""What can be done in a mailbox. Mails are read by the same workers that read .eml files.

Nothing in the mailbox is changed by reading (PEEK, read-only). A mail is sent once, after it was judged with all of its
recipients, its words and its files.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from imapclient import DRAFT, SEEN, IMAPClient

from agent.calls.params import Arguments, array
from agent.core.actions import Action, Effect
from agent.core.changes import ChangeSet, Create
from agent.core.documents import Documents
from agent.core.errors import InvalidArgumentsError, NotFoundError, ToolError
from agent.core.messages import Evidence, Result
from agent.core.paths import Place, shown
from agent.core.ports import Files, ReadyCall
from agent.core.words import Words
from connectors.connector import Config
from connectors.own.calling import (
    Called,
    OwnTool,
    Stop,
    cut,
    held,
    new_file,
    outward,
    own_tool,
    reads,
    saved,
    there,
    told,
    unchanged,
    writes,
)
from connectors.own.mail_lines import (
    FIELDS,
    Letter,
    Thread,
    addresses,
    boxed,
    criteria,
    head_of,
    line_of,
    number_of,
    plain,
    thread_of,
)
from connectors.own.mail_servers import Server, handed_over, mailbox, post_office

LARGEST = 30 * 1024**2
_MOST, _PIECES = 100, 400
_LOOK = Words("Look into the mailbox {title}", "メールボックス「{title}」を確認")
_READ = Words("Read a mail in {title}", "「{title}」のメールを読み取り")
_SEND = Words("Send a mail from {title}", "「{title}」からメールを送信")
_DRAFT = Words("Leave a draft in {title}", "「{title}」に下書きを保存")
_SAVE = Words("Save {name}", "「{name}」を保存")
_MAILS = Words("{count} {count:mail|mails}", "メール {count} 件")
_SENT = Words("Sent to {who}.", "{who} に送信しました。")
_BUT = Words("The server refused {who}.", "{who} はサーバーに拒否されました。")
_DRAFTED = Words("The draft lies in {folder}.", "下書きを「{folder}」に保存しました。")
_NO_FOLDER = Words("There is no folder {folder}.", "フォルダー「{folder}」が見つかりません。")
_GONE = Words("There is no mail {id} in {folder}. Search again.", "「{folder}」にメール {id} が見つかりません。")
_LARGE = Words("The mail has more than {size} MB.", "メールが {size} MB を超えています。")
_TEXT: Mapping[str, object] = {"type": "string"}
_LIST = array(_TEXT)
Carrying = Callable[[Letter, Sequence[tuple[str, bytes]], Stop], Result]
_WRITTEN = {"to": _LIST, "cc": _LIST, "bcc": _LIST, "subject": _TEXT, "body": _TEXT, "files": _LIST,
            "answers": _TEXT, "folder": _TEXT}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Whose mailbox it is, and where it lies. `account` is what Actions and Sources call it."""

    account: str
    imap: Server
    smtp: Server
    sender: str
    name: str


@dataclass(frozen=True, slots=True)
class MailTools:
    """The Tools of one mailbox over the files of a Turn."""

    config: Config
    box: Mailbox
    files: Files
    documents: Documents
    language: str

    def all(self) -> tuple[OwnTool, ...]:
        """All that there are."""
        config = self.config
        return (
            own_tool(config, "folders", f"The folders of the mailbox {config.title!r}.", self._folders),
            own_tool(
                config, "search",
                f"Mails of the mailbox {config.title!r}, newest first, with their ids. `query`: words anywhere; days "
                "as 2026-11-30. Without anything: the newest in INBOX.",
                self._search, (),
                {"folder": _TEXT, "query": _TEXT, "sender": _TEXT, "subject": _TEXT, "since": _TEXT, "before": _TEXT,
                 "unread": {"type": "boolean"}, "count": {"type": "integer"}, "skip": {"type": "integer"}},
            ),
            own_tool(
                config, "read",
                "A mail as text, by the id that a search told. `part`: a file in it ('attachment 1').",
                self._read, ("id",),
                {"id": _TEXT, "folder": _TEXT, "part": _TEXT, "start": {"type": "integer"}},
            ),
            own_tool(
                config, "save",
                "Save a mail (.eml), or its `part` ('attachment 1', same extension), as a new file in the folder.",
                self._save, ("id", "path"), {"id": _TEXT, "folder": _TEXT, "path": _TEXT, "part": _TEXT},
            ),
            own_tool(
                config, "draft",
                "Leave a mail in the mailbox's drafts; the fields are those of sending.",
                self._draft, ("to", "subject", "body"), _WRITTEN,
            ),
            own_tool(
                config, "send",
                "Send a mail. `files`: paths in the folder. `answers`: the id of the mail (in `folder`) it answers.",
                self._send, ("to", "subject", "body"), _WRITTEN,
            ),
        )  # fmt: skip

    def _called(self, title: Words, work: Callable[[Stop], Result], *also: Action) -> ReadyCall:
        intent = outward(self._title(title), Effect.CONNECT, self.box.account, also=also)
        return Called(intent, self.config.title, work)

    def _title(self, words: Words) -> str:
        return words.of(title=self.config.title).text(self.language)

    def _folders(self, _: Arguments) -> ReadyCall:
        def work(stop: Stop) -> Result:
            with mailbox(self.box.imap, stop) as client:
                names = sorted(shown(str(name)) for _flags, _by, name in client.list_folders())
            return told(self.box.account, f"{len(names)} folders", cut(names))

        return self._called(_LOOK, work)

    def _search(self, given: Arguments) -> ReadyCall:
        wanted, folder = criteria(given), plain(given.text("folder", "INBOX"))
        count, skip = min(_MOST, max(1, given.number("count", 20))), max(0, given.number("skip", 0))
        asked = [("query", given.text(key).strip()) for key in ("query", "sender", "subject")]
        intent = outward(self._title(_LOOK), Effect.CONNECT, self.box.account, *asked)

        def work(stop: Stop) -> Result:
            with mailbox(self.box.imap, stop) as client:
                validity = _selected(client, folder)
                wide = not all(str(one).isascii() for one in wanted)
                numbers = sorted(client.search(wanted, "UTF-8" if wide else None), reverse=True)
                chosen = numbers[skip : skip + count]
                found = client.fetch(chosen, ["FLAGS", "RFC822.SIZE", FIELDS]) if chosen else {}
            chosen = [number for number in chosen if number in found]
            heads = self._heads([head_of(found[number]) for number in chosen])
            lines = [line_of(validity, number, found[number], head) for number, head in zip(chosen, heads, strict=True)]
            head = f"{len(numbers)} mails in {shown(folder)}; here {skip + 1} to {skip + len(lines)}, newest first"
            return told(self.box.account, head, cut(lines), _MAILS.of(count=len(lines)).text(self.language))

        return Called(intent, self.config.title, work)

    def _read(self, given: Arguments) -> ReadyCall:
        number_of(given.text("id"))
        start, part = max(0, given.number("start", 0)), given.text("part")

        def work(stop: Stop) -> Result:
            data = self._fetched(given.text("folder", "INBOX"), given.text("id"), stop)
            content = self.documents.read(held(self.files, data, ".eml"), start=start, count=_PIECES, part=part)
            hidden = sum(bool(one.hidden) or one.kind == "hidden" for one in content.passages)
            lines = [f"{p.anchor}{f' [hidden: {p.hidden}]' if p.hidden else ''}\t{p.text}" for p in content.passages]
            kept = cut([f"[about] {'; '.join(fact.en for fact in content.facts)}", *lines])
            end = start + len(content.passages)
            more = f" There is more: start={end}." if end < content.total else ""
            subject = next((p.text for p in content.passages if p.anchor == "Subject"), "")
            evidence = (Evidence(f"{self.box.account} {given.text('id')}", part or "mail", subject),)
            head = f"mail {given.text('id')}, pieces {start + 1} to {end} of {content.total}.{more}"
            return told(self.box.account, head, kept, evidence=evidence, hidden=hidden)

        return self._called(_READ, work)

    def _save(self, given: Arguments) -> ReadyCall:
        number_of(given.text("id"))
        place, part = new_file(self.files, given.text("path")), given.text("part")
        if not part and place.suffix != ".eml":
            raise InvalidArgumentsError("A whole mail is saved as .eml; name a `part` to save a file in it.")

        def work(stop: Stop) -> Result:
            data = self._fetched(given.text("folder", "INBOX"), given.text("id"), stop)
            changes = self._extracted(data, part, place) if part else saved(self.files, place, data, self.language)
            return told(self.box.account, f"It is to be saved as {place}.", changes=changes)

        return self._called(_READ, work, writes(place))

    def _extracted(self, data: bytes, part: str, place: Place) -> ChangeSet:
        draft = self.files.stage(place.suffix)
        self.documents.extract(held(self.files, data, ".eml"), part, draft)
        title = _SAVE.of(name=shown(str(place))).text(self.language)
        return ChangeSet(title, (Create(place, self.files.staged(draft)),))

    def _fetched(self, folder: str, name: str, stop: Stop) -> bytes:
        """A whole mail. Raises NotFoundError, ToolError (code "too_large")."""
        validity, number = number_of(name)
        plain(folder)
        with mailbox(self.box.imap, stop) as client:
            there_now = _selected(client, folder)
            found = client.fetch([number], ["RFC822.SIZE"]).get(number) if there_now == validity else None
            if not found:
                raise NotFoundError(_GONE.of(id=name, folder=shown(folder)))
            if int(found[b"RFC822.SIZE"]) > LARGEST:
                raise ToolError(_LARGE.of(size=LARGEST // 1024**2), "too_large")
            body = client.fetch([number], [f"BODY.PEEK[]<0.{LARGEST}>"])[number]
        return bytes(next(value for key, value in body.items() if key.startswith(b"BODY[]")))

    def _draft(self, given: Arguments) -> ReadyCall:
        def work(letter: Letter, files: Sequence[tuple[str, bytes]], stop: Stop) -> Result:
            data = letter.written(files, _now()).as_bytes()
            with mailbox(self.box.imap, stop) as client:
                folder = client.find_special_folder(b"\\Drafts") or "Drafts"
                client.append(folder, data, (DRAFT, SEEN))
            said = _DRAFTED.of(folder=shown(folder))
            return told(self.box.account, said.en, for_user=said.text(self.language))

        return self._writing(given, _DRAFT, work)

    def _send(self, given: Arguments) -> ReadyCall:
        def work(letter: Letter, files: Sequence[tuple[str, bytes]], stop: Stop) -> Result:
            data, server = letter.written(files, _now()).as_bytes(), self.box.smtp
            with post_office(server, stop) as office:
                refused = handed_over(office, server.host, letter.sender, letter.everybody, data)
            took = _SENT.of(who=", ".join(one for one in letter.everybody if one not in refused))
            said = (took, *((_BUT.of(who=", ".join(refused)),) if refused else ()))
            for_user = " ".join(one.text(self.language) for one in said)
            return told(self.box.account, " ".join(one.en for one in said), for_user=for_user)

        return self._writing(given, _SEND, work)

    def _writing(self, given: Arguments, title: Words, work: Carrying) -> ReadyCall:
        """A call that carries a mail: everything in it is an Argument, its files in the state that was asked about."""
        letter = self._letter(given)
        places = [there(self.files, name) for name in given.texts("files")]
        states = [self.files.sha256(place) for place in places]
        told_roles = [("recipient", one) for one in letter.everybody]
        told_roles += [("body", one) for one in letter.names]
        told_roles += [("subject", letter.subject), ("body", letter.body), *(("file", str(one)) for one in places)]
        intent = outward(self._title(title), Effect.SEND, self.box.account, *told_roles, also=tuple(map(reads, places)))

        def carried(stop: Stop) -> Result:
            files = [self._unchanged(place, state) for place, state in zip(places, states, strict=True)]
            answers = given.text("answers")
            ready = letter if not answers else replace(letter, answers=self._thread(given, stop))
            return work(ready, files, stop)

        return Called(intent, self.config.title, carried)

    def _heads(self, heads: Sequence[bytes]) -> Sequence[str]:
        """What heads of mails say, read where every file of others is read."""
        if not heads:
            return ()
        content = self.documents.read(held(self.files, boxed(heads), ".mbox"), count=len(heads))
        return [one.text for one in content.passages]

    def _thread(self, given: Arguments, stop: Stop) -> Thread:
        return thread_of(self._fetched(given.text("folder", "INBOX"), given.text("answers"), stop))

    def _unchanged(self, place: Place, state: str) -> tuple[str, bytes]:
        return place.name, unchanged(self.files, place, state).path.read_bytes()

    def _letter(self, given: Arguments) -> Letter:
        to, cc, bcc = (given.texts(key) for key in ("to", "cc", "bcc"))
        if not addresses((*to, *cc, *bcc)) or not to:
            raise InvalidArgumentsError("Give at least one address in `to`.")
        name, sender = self.box.name, self.box.sender
        return Letter(name, sender, to, cc, bcc, given.text("subject"), given.text("body"))


def _selected(client: IMAPClient, folder: str) -> int:
    """Open a folder for reading only; its validity, so that an id of another time means nothing else now.

    Only one that is there: what else stands in the place of a name would be words to the server that nobody judged.
    """
    if folder.upper() != "INBOX" and folder not in {str(name) for _flags, _by, name in client.list_folders()}:
        raise NotFoundError(_NO_FOLDER.of(folder=shown(folder)))
    return int(client.select_folder(folder, readonly=True)[b"UIDVALIDITY"])


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()
