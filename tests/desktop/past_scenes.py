"""What the fake host says of the past: changes, the record, earlier versions."""

from agent.core.changes import Changed, Checkpoint
from agent.core.events import CheckpointMade
from desktop.wire import messages as wire
from tests.desktop.scenes import LIVE, ago


def changes(story):
    """Views (None for the open Session), what they made, and what was purged."""
    say = story.say
    made = [event for event in story.history("done") if isinstance(event, CheckpointMade)]
    sheet, policy = say("expenses.xlsx", "経費精算書.xlsx"), say("policy.docx", "経費規程.docx")
    both = (Changed("modify", sheet, "", "b", "c", 9100), Changed("modify", policy, "", "d", "e", 4100))
    edited = Checkpoint("k5", LIVE, say("Correct two dates", "日付を 2 か所修正"), ago(minutes=1), both)
    left = say(
        "“policy.docx” was changed since. Its earlier version lies beside it as “policy (earlier).docx”.",
        "「経費規程.docx」はその後に変更されています。以前の版を「経費規程 (以前の版).docx」として隣に保存しました。",
    )
    back = Checkpoint("k6", LIVE, edited.title, ago(minutes=0), both[:1], "k5", kept=(left,))
    photos = tuple(Changed("delete", f"IMG_{n} (1).jpg", "", "x") for n in range(2201, 2207))
    gone = Checkpoint("v1", "s2", say("Delete 6 duplicates", "重複ファイル 6 個を削除"), ago(days=41), photos)
    return (
        (None, (*made, CheckpointMade(edited, "c4"), CheckpointMade(back)), ()),
        (story.others()[2], (CheckpointMade(gone, "c1"),), ("v1",)),
    )


def record(story, ok):
    """A record that is whole, or one that somebody changed."""
    say = story.say
    held = say(
        "Up to record 212 its end is held by a signature; the key lies in this system's keyring.",
        "記録 212 までの末尾は、このシステムのキーリングにある鍵の署名で保護されています。",
    )
    whole = say(
        "The record is whole: 212 entries in 6 tasks, none of them changed.",
        "記録に改変はありません(6 件のタスク、212 件の記録)。",
    )
    changed = say(
        "The record was tampered with. The contents of record 41 were changed.",
        "記録が改変されています。記録 41 の内容が書き換えられています。",
    )
    told = (whole if ok else changed, held)
    return wire.RecordVerdict(ok, 212, 6, "signed", told, "" if ok else "body", None if ok else 41)


def versions(story):
    """Earlier versions of three tasks, some of them due."""
    say = story.say
    sheet, move = say("Fill in expenses.xlsx", "経費精算書.xlsx に転記"), say("Move 4 files", "4 件を移動")
    photos = say("Sort photos into folders by date", "写真を日付でフォルダー分け")
    delete = say("Delete 214 duplicates", "重複ファイル 214 個を削除")
    rows = (
        ("k1", LIVE, story.title(), sheet, ago(minutes=2), 9_000, 1, ""),
        ("v1", "s2", photos, delete, ago(days=41), 1_840_000_000, 214, "age"),
        ("v2", "s2", photos, move, ago(days=41), 52_000_000, 4, "age"),
        ("v3", "s3", say("Rename invoices", "請求書の名前をそろえる"), move, ago(days=6), 640_000, 12, ""),
    )
    return tuple(wire.VersionView(*row) for row in rows)
