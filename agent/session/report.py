"""The record of a task as a page that a person reads: who asked what, what was read, shown, changed and sent."""

from collections.abc import Mapping, Sequence

from agent.core.actions import Approval, Grant, Row, Source
from agent.core.changes import Changed, Checkpoint
from agent.core.documents import Difference
from agent.core.messages import Usage
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.account import Account, Answered
from agent.session.checks import CHECK_STATES, checks_summary
from agent.session.course import step
from agent.session.hypertext import Html, moment, page, table, tag, terms
from agent.session.left import called, gone
from agent.session.material import Material
from agent.session.state import summed
from agent.session.terms import EFFECTS, ENDINGS, HERE, KINDS, MODES, detail

_SHORT = 16
_RECORD = Words("Deskhand — record of a task", "Deskhand — タスクの記録")
_UNTITLED = Words("A task without a title", "無題のタスク")
_TIMES = Words("All times are UTC.", "日時はすべて協定世界時（UTC）です。")
_NONE = Words("None.", "ありません。")
_WRITABLE = Words("{path} (read and write)", "{path}（読み取りと変更）")
_READABLE = Words("{path} (read only)", "{path}（読み取りのみ）")
_HIDDEN = Words("{count} {count:passage|passages} that nobody sees on the page", "画面では見えない文章 {count} か所")
_UNANSWERED = Words("It was never answered.", "回答はありませんでした。")
_ERASED = Words(
    "The contents of {count} {count:entry was|entries were} erased.", "{count} 件の記録は内容が消去されています。"
)
_SENT = Words("{size} {size:byte|bytes} in {count} {count:request|requests}", "{size} バイト（要求 {count} 回）")
_HEADS: Mapping[str, Words] = {
    "glance": Words("At a glance", "概要"),
    "course": Words("What happened", "経過"),
    "files": Words("What was read", "読み取ったもの"),
    "questions": Words("What the person was shown, and what they answered", "確認した内容と回答"),
    "standing": Words("Standing permissions", "継続的な許可"),
    "changes": Words("What was changed", "変更したもの"),
    "checked": Words("What was checked before the end", "終了前の点検"),
    "sent": Words("What was sent, and where", "送信した内容と送信先"),
    "cost": Words("What it cost", "費用"),
    "chain": Words("Is this record whole?", "この記録は改変されていないか"),
}
_COLUMNS: Mapping[str, tuple[Words, ...]] = {
    "files": (Words("When", "日時"), Words("Source", "読み取り元"), Words("To be known", "注意")),
    "rows": (Words("What", "操作"), Words("Where", "対象"), Words("Answer", "回答"), Words("To be known", "注意")),
    "standing": (Words("When", "日時"), Words("Permission", "許可"), Words("", "")),
    "changed": (
        Words("What", "操作"), Words("File", "ファイル"), Words("SHA-256 before", "変更前の SHA-256"),
        Words("SHA-256 after", "変更後の SHA-256"), Words("Bytes", "バイト"),
    ),
    "checked": (
        Words("Result", "結果"), Words("Looked for", "点検項目"), Words("Found", "詳細"), Words("File", "ファイル"),
    ),
    "sent": (
        Words("To", "送信先"), Words("Model", "モデル"), Words("Requests", "要求"), Words("Bytes", "バイト"),
        Words("From files", "含まれるファイル"),
    ),
    "cost": (
        Words("Model", "モデル"), Words("Tokens in", "入力トークン"), Words("from the cache", "キャッシュ読込"),
        Words("into the cache", "キャッシュ書込"), Words("Tokens out", "出力トークン"), Words("US dollars", "米ドル"),
    ),
    "differences": (Words("Where", "位置"), Words("Before", "変更前"), Words("After", "変更後")),
}  # fmt: skip
_SAID = {
    "session": Words("Task", "タスク"),
    "time": Words("From – to", "期間"),
    "folders": Words("Folders", "フォルダー"),
    "mode": Words("Mode", "モード"),
    "ended": Words("How it ended", "結果"),
    "changed": Words("Files changed", "変更したファイル"),
    "left": Words("Left this computer", "外部への送信"),
    "head": Words("Head of the chain", "チェーンの末尾"),
    "records": Words("Entries of this task", "このタスクの記録"),
    "at": Words("Checked", "確認日時"),
}
_ACCEPTED = Words("accepted", "承認")
_DECLINED = Words("declined", "不承認")
_GIVEN = Words("given", "許可")
_TAKEN = Words("taken back", "取り消し")
_GRANT = Words("{effect} {pattern} ({lifetime})", "{effect} {pattern}（{lifetime}）")
_LIFETIMES = {"session": Words("this task", "このタスク"), "always": Words("always", "常に")}
_PUT_BACK = Words("Put back: {title}", "元に戻しました: {title}")
_UNDONE = Words("Put back later.", "後で元に戻されました。")
_ALL = Words("All", "合計")
_UNKNOWN_COST = Words("not known", "不明")


def report(material: Material) -> str:
    """The whole page."""
    writer = _Writer(material)
    account = writer.account
    title = account.title or writer.words(_UNTITLED)
    head = tag(
        "header",
        tag("p", writer.words(_RECORD), of="over"),
        tag("h1", title),
        tag("p", writer.words(_TIMES), of="muted"),
    )
    parts = [writer.glance(), writer.course(), writer.files(), writer.questions(), writer.standing()]
    return page(
        shown(title),
        material.language,
        head,
        *parts,
        writer.changes(),
        writer.checked(),
        writer.sent(),
        writer.cost(),
        writer.chain(),
    )


class _Writer:
    """Writes the sections in one language."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.account: Account = material.account

    def words(self, words: Words) -> str:
        return words.text(self.material.language)

    def glance(self) -> Html:
        account, ending = self.account, self.account.ending
        how = self.words(ENDINGS[ending.ending]) if ending else ""
        why = " ".join(filter(None, (ending.sentence, ending.remedy))) if ending else ""
        left = [sent for _, sent in account.sent if sent.host]
        size = _SENT.of(size=f"{sum(sent.size for sent in left):,}", count=len(left))
        access = {True: _WRITABLE, False: _READABLE}
        folders = [self.words(access[root.writable].of(path=shown(root.path))) for root in account.folders]
        pairs: list[tuple[str, object]] = [
            ("session", tag("code", self.material.session)),
            ("time", Html(f"{moment(account.begun, day=True)} – {moment(account.ended, day=True)}")),
            ("folders", tag("span", "\n".join(folders), of="said") if folders else ""),
            ("mode", self.words(MODES[account.mode])),
            ("ended", f"{how}: {why}" if why else how),
            ("changed", str(sum(len(checkpoint.changed) for _, checkpoint in account.changes))),
            ("left", self.words(size if left else _NONE)),
        ]  # fmt: skip
        erased = tag("p", self.words(_ERASED.of(count=account.erased)), of="warn") if account.erased else Html()
        return self._section("glance", terms([(self.words(_SAID[name]), value) for name, value in pairs]), erased)

    def course(self) -> Html:
        items = []
        for record in self.account.course:
            title, text, person = step(record.event)
            said = tag("div", self.words(text), of="said person" if person else "said") if self.words(text) else Html()
            items.append(tag("li", self._moment(record.at), tag("div", tag("strong", self.words(title)), said)))
        return self._section("course", tag("ol", *items, of="course") if items else Html())

    def files(self) -> Html:
        rows = [
            (self._moment(at), self.words(called(source)), self._warning(source))
            for source, at in self.account.files.items()
        ]
        return self._section("files", self._table("files", rows))

    def questions(self) -> Html:
        return self._section("questions", *map(self._question, self.account.questions))

    def standing(self) -> Html:
        rows = [
            (self._moment(at), self._grant(grant), self.words(_GIVEN if given else _TAKEN))
            for at, grant, given in self.account.standing
        ]
        return self._section("standing", self._table("standing", rows)) if rows else Html()

    def changes(self) -> Html:
        return self._section("changes", *(self._checkpoint(at, checkpoint) for at, checkpoint in self.account.changes))

    def checked(self) -> Html:
        parts = []
        for at, one in self.account.checked:
            rows = [
                (self.words(CHECK_STATES[check.state]), check.title, check.why, shown(check.file))
                for check in one.checks
            ]
            head = tag("h3", self.words(checks_summary(one.checks)), " ", self._moment(at))
            parts.append(Html(head + self._table("checked", rows)))
        return self._section("checked", *parts) if parts else Html()

    def sent(self) -> Html:
        rows = [
            (shown(one.host) or self.words(HERE), shown(one.to), f"{one.requests:,}", f"{one.size:,}",
             tag("span", "\n".join(self.words(called(source)) for source in one.sources), of="said"))
            for one in gone(sent for _, sent in self.account.sent)
        ]  # fmt: skip
        return self._section("sent", self._table("sent", rows, (2, 3)))

    def cost(self) -> Html:
        used = self.account.usage
        rows = [(shown(to[0]), *self._spent(usage, unpriced=to in self.account.unpriced)) for to, usage in used.items()]
        if len(rows) > 1:
            total = Usage()
            for usage in used.values():
                total = summed(total, usage)
            rows.append((self.words(_ALL), *self._spent(total, unpriced=bool(self.account.unpriced))))
        return self._section("cost", self._table("cost", rows, (1, 2, 3, 4, 5)))

    def chain(self) -> Html:
        found = self.material.verified
        verdict, *rest = [self.words(words) for words in found.words]
        box = tag(
            "div",
            tag("strong", verdict),
            *(tag("p", text) for text in rest),
            of="verdict" if found.ok else "verdict bad",
        )
        links = self.material.links
        head: object = Html(f"{found.head.number} · {tag('code', found.head.hash)}") if found.head else ""
        own = f"{links[0].number} – {links[-1].number} ({len(links)})" if links else ""
        pairs: list[tuple[str, object]] = [("records", own), ("head", head), ("at", moment(self.material.at, day=True))]
        return self._section("chain", box, terms([(self.words(_SAID[name]), value) for name, value in pairs]))

    def _moment(self, at: str) -> Html:
        """With the day when it is another one than that of the beginning."""
        return moment(at, day=at[:10] != self.account.begun[:10])

    def _section(self, name: str, *inner: Html) -> Html:
        body = Html("".join(inner)) or tag("p", self.words(_NONE), of="muted")
        return tag("section", tag("h2", self.words(_HEADS[name])), body)

    def _table(self, name: str, rows: Sequence[Sequence[object]], numbers: tuple[int, ...] = ()) -> Html:
        return table([self.words(words) for words in _COLUMNS[name]], rows, numbers)

    def _warning(self, source: Source) -> Html:
        return tag("span", self.words(_HIDDEN.of(count=source.hidden)), of="warn") if source.hidden else Html()

    def _question(self, asked: Answered) -> Html:
        question, approval = asked.question, asked.approval
        rows = [self._row(row, approval) for row in question.rows]
        head = tag("h3", self._moment(asked.at), Html(" "), shown(question.title))
        why = tag("p", question.why, of="muted") if question.why else Html()
        text = approval.text if approval else self.words(_UNANSWERED)
        if approval and not question.rows and not text:
            text = self.words(_ACCEPTED if approval.yes else _DECLINED)
        said = tag("p", self._moment(asked.answered_at), Html(" "), tag("span", text, of="said")) if text else Html()
        return Html(head + why + self._table("rows", rows) + said)

    def _row(self, row: Row, approval: Approval | None) -> tuple[object, ...]:
        where = f"{shown(row.target)} {detail(row.detail, self.material.language)}"
        notes = tag("span", "\n".join(row.notes), of="said warn") if row.notes else ""
        if approval is None:
            return self.words(EFFECTS[row.effect]), where, "", notes
        accepted = row.index in approval.accepted
        answer = tag("span", self.words(_ACCEPTED if accepted else _DECLINED), of="good" if accepted else "declined")
        return self.words(EFFECTS[row.effect]), where, answer, notes

    def _grant(self, grant: Grant) -> str:
        lifetime = _LIFETIMES.get(grant.lifetime, Words(grant.lifetime, grant.lifetime))
        return self.words(_GRANT.of(effect=EFFECTS[grant.effect], pattern=shown(grant.pattern), lifetime=lifetime))

    def _checkpoint(self, at: str, checkpoint: Checkpoint) -> Html:
        title = shown(checkpoint.title)
        title = self.words(_PUT_BACK.of(title=title)) if checkpoint.undoes else title
        head = tag("h3", self._moment(at), Html(" "), title, Html(" "), tag("code", checkpoint.id))
        undone = tag("p", self.words(_UNDONE), of="muted") if checkpoint.id in self.account.undone else Html()
        rows = self._table("changed", [self._changed(changed) for changed in checkpoint.changed], (4,))
        kept = Html("".join(tag("p", sentence, of="warn") for sentence in checkpoint.kept))
        return Html(head + undone + rows + kept + self._differences(checkpoint))

    def _changed(self, changed: Changed) -> tuple[object, ...]:
        kind = self.words(KINDS.get(changed.kind, Words(changed.kind, changed.kind)))
        name = f"{shown(changed.place)} → {shown(changed.to)}" if changed.to else shown(changed.place)
        return kind, name, _hash(changed.before), _hash(changed.after), f"{changed.size:,}" if changed.size else ""

    def _differences(self, checkpoint: Checkpoint) -> Html:
        parts = []
        for changed in checkpoint.changed:
            found = self.material.differences.get((checkpoint.id, changed.place), ())
            if found:
                rows = self._table("differences", [_difference(one) for one in found])
                parts.append(Html(tag("h3", shown(changed.place)) + rows))
        return Html("".join(parts))

    def _spent(self, usage: Usage, *, unpriced: bool) -> tuple[str, ...]:
        known = "" if usage.cost is None else f"{usage.cost:.4f}"
        cost = " + ".join(filter(None, (known, self.words(_UNKNOWN_COST) if unpriced or not known else "")))
        cached, written = (f"{count:,}" if count else "" for count in (usage.cached, usage.written))
        return f"{usage.input:,}", cached, written, f"{usage.output:,}", cost


def _difference(one: Difference) -> tuple[object, ...]:
    return one.anchor, tag("del", one.before, of="said"), tag("ins", one.after, of="said")


def _hash(digest: str) -> Html:
    return tag("code", digest[:_SHORT] + "…", title=digest) if digest else Html()
