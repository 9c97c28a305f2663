"""What the person may grant a server beside its own form: the network, folders, to know which folders there are.

Their keys have a ":", which no form of a package can have: a package never asks for a grant under another title.
"""

from agent.core.words import Words
from agent.packages.package import Need, Setting

NETWORK, READS, ROOTS, NEAR = "deskhand:network", "deskhand:reads", "deskhand:roots", "deskhand:own-network"
YES = "true"
_LINES = (
    (
        NETWORK,
        Need.FLAG,
        Words("May use the network", "ネットワークの使用を許可"),
        Words(
            "It may then connect to any address; what it sends is not recorded.",
            "どのアドレスにも接続でき、送信内容は記録されません。",
        ),
    ),
    (
        READS,
        Need.FOLDER,
        Words("Folders that it may read", "読み取りを許可するフォルダー"),
        Words("Nothing in them can be changed by it.", "中のファイルを変更することはできません。"),
    ),
    (
        ROOTS,
        Need.FLAG,
        Words("Is told which folders are granted", "許可済みフォルダーの場所を伝える"),
        Words("It learns their paths, not what is in them.", "場所だけを伝え、内容は伝えません。"),
    ),
)
_NEAR = (
    NEAR,
    Need.FLAG,
    Words("May be in your own network", "社内ネットワークへの接続を許可"),
    Words(
        "For a server of your office or home. Without this an address that leads inside is refused.",
        "社内や自宅にあるサーバーの場合にオンにします。オフの間は、内部への接続を拒否します。",
    ),
)


def granting_form(*, program: bool, language: str) -> tuple[Setting, ...]:
    """The lines for a server. One that is only reached at an address starts nothing here: it gets no folders, and of
    the network only what its address leads on to.
    """
    lines = _LINES if program else (_LINES[2], _NEAR)
    return tuple(
        Setting(key, need, title.text(language), told.text(language), multiple=need is Need.FOLDER)
        for key, need, title, told in lines
    )
