"""What the fake host says of money."""

from agent.core.events import Ending, Spent, TurnEnded
from agent.core.messages import Usage
from desktop.wire import messages as wire


def money(story):
    return {
        wire.ListSpending: lambda _: spending(),
        wire.SetPrice: lambda _: spending(),
        wire.ForecastTask: lambda _: forecast(story),
    }


def spending():
    prices = (
        wire.PriceView("qwen3", 0, 0, 0, 0, local=True),
        wire.PriceView("Sonnet 5", 2.0, 10.0, 0.1, 2.5, steps=True),
        wire.PriceView("company", None),
        wire.PriceView("Kimi", 0.6, 3.0, 0.1, 0.6, own=True),
    )
    return wire.SpendingView(1.37, prices)


def forecast(story):
    words = story.say(
        "About $0.02 to $0.15: 8 tasks like this one took as many tokens. The real cost can differ.",
        "およそ $0.02～$0.15。似たタスク 8 件のトークン数から見積もりました。実際の費用は異なることがあります。",
    )
    return wire.TaskForecast("≈ $0.02 – $0.15", words)


def paid():
    usage = Usage(212_400, 11_300, 180_000, 0.88, 9_000)
    return [Spent("r1", "Sonnet 5", usage, "api.example.com", expected=208_000)]


def limit(story):
    sentence = story.say(
        "The next request could go over the limit of $1.00 for this task: $0.97 is spent, and it can cost up to "
        "$0.052. It was not sent.",
        "このタスクの上限 $1.00 を超えるおそれがあるため、次の要求は送信していません"
        "（使用済み $0.97、次の要求は最大 $0.052）。",
    )
    remedy = story.say(
        "Raise the limit to go on; what was done so far stays.",
        "続けるには上限を引き上げてください。ここまでの結果はそのまま残ります。",
    )
    return TurnEnded(Ending.LIMIT, sentence, remedy, "limit_task")
