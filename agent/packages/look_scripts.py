"""What scripts of a package are written to do, as far as it stands there plainly."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.words import Words
from agent.packages.package import Advice, Weight


@dataclass(frozen=True, slots=True)
class _Sign:
    """`about` names what it is a sign of, so that two signs can be heavier together."""

    about: str
    weight: Weight
    words: Words
    pattern: re.Pattern[str]


def _sign(about: str, weight: Weight, words: Words, *patterns: str) -> _Sign:
    return _Sign(about, weight, words, re.compile("|".join(patterns), re.IGNORECASE))


_RUN_WHAT_CAME = _sign(
    "download",
    Weight.WARNING,
    Words("It downloads something and runs it.", "ダウンロードしたものを、そのまま実行します。"),
    r"\b(?:curl|wget)\b[^\n|]{0,300}\|\s*(?:sudo\s+)?(?:ba|z|k|da)?sh\b",
    r"\b(?:curl|wget)\b[^\n|]{0,300}\|\s*(?:sudo\s+)?(?:python|node|perl|ruby)",
    r"(?:ba)?sh\s+<\(\s*(?:curl|wget)",
    r"eval\s+[\"']?\$\(\s*(?:curl|wget)",
    r"\biex\b[^\n]{0,80}\b(?:iwr|downloadstring|invoke-webrequest)",
    r"exec\s*\(\s*(?:requests|urllib|httpx)[^\n]{0,120}",
    r"(?:downloadstring|invoke-webrequest)[^\n]{0,120}\|\s*iex\b",
)
_SIGNS = (
    _sign(
        "keys",
        Weight.WARNING,
        Words("It reads places of keys and passwords.", "鍵やパスワードの保存場所を読み取ります。"),
        r"\.ssh[/\\]",
        r"\bid_(?:rsa|ed25519|ecdsa)\b",
        r"\.aws[/\\]credentials",
        r"\.netrc\b",
        r"\.gnupg\b",
        r"\.kube[/\\]config",
        r"find-(?:generic|internet)-password",
        r"\bLogin Data\b",
        r"cookies\.sqlite",
        r"\bkey[34]\.db\b",
        r"/etc/shadow\b",
        r"wallet\.dat",
        r"\bkeyring\.get_password",
        r"gcloud[/\\]application_default",
        r"\.docker[/\\]config\.json",
    ),
    _sign(
        "environment",
        Weight.NOTE,
        Words(
            "It reads all environment variables, where keys may be.", "キーが含まれうる環境変数を、すべて読み取ります。"
        ),
        r"\bprintenv\b(?!\s+\w)",
        r"json\.dumps\(\s*(?:dict\()?os\.environ\b",
        r"os\.environ\.items\(",
        r"JSON\.stringify\(process\.env\)",
        r"(?:^|[;&|]\s*)env\s*\|",
        r"Object\.(?:entries|keys)\(process\.env\)",
    ),
    _sign(
        "network",
        Weight.NOTE,
        Words("It opens the network.", "ネットワークに接続します。"),
        r"\b(?:import|from)\s+(?:requests|httpx|aiohttp|urllib\.request|urllib3|socket|http\.client)\b",
        r"\b(?:import|from)\s+(?:ftplib|smtplib|paramiko|websockets?)\b",
        r"\burllib\.request\b",
        r"\brequire\(['\"](?:node:)?(?:https?|net|axios|node-fetch|ws|tls)['\"]\)",
        r"\bfetch\(\s*['\"`]?https?:",
        r"\bfrom\s+['\"](?:axios|node-fetch|ws|undici|(?:node:)?https?)['\"]",
        r"(?:^|[\s;&|(`$])(?:curl|wget)\s+(?:-|['\"]?https?:|\$)",
        r"Invoke-(?:WebRequest|RestMethod)\b",
        r"/dev/tcp/",
        r"\bnc\s+-",
    ),
    _sign(
        "eval",
        Weight.NOTE,
        Words("It runs text as code.", "文字列をプログラムとして実行します。"),
        r"(?<![\w.])(?:eval|exec)\((?!\s*\))",
        r"\bnew Function\(",
        r"\bInvoke-Expression\b",
        r"\bvm\.runIn",
    ),
    _sign(
        "decode",
        Weight.NOTE,
        Words("It decodes hidden text.", "符号化された文字列を復元します。"),
        r"b64decode\(",
        r"\batob\(",
        r"base64\s+(?:-d|--decode|-D)\b",
        r"FromBase64String\(",
        r"marshal\.loads\(",
        r"zlib\.decompress\(",
    ),
    _sign(
        "install",
        Weight.NOTE,
        Words("It installs software.", "ソフトウェアをインストールします。"),
        r"\bpip3?\s+install\b",
        r"['\"]pip['\"],\s*['\"]install['\"]",
        r"\bnpm\s+(?:i|install)\s",
        r"\bnpx\s+(?:-y|--yes)\b",
        r"\b(?:apt|apt-get|dnf|yum)\s+(?:-y\s+)?install\b",
        r"\bbrew\s+install\b",
    ),
    _sign(
        "stay",
        Weight.CAUTION,
        Words("It makes itself start again by itself.", "自動的に再び起動するように設定します。"),
        r"\bcrontab\s+(?:-|<|\S+\.)",
        r"LaunchAgents\b",
        r"systemctl\s+(?:--user\s+)?enable",
        r"CurrentVersion\\+Run\b",
        r">>\s*[\"']?(?:~|\$HOME)/\.(?:bashrc|zshrc|profile|bash_profile)",
        r"\bschtasks\b",
    ),
    _sign(
        "delete",
        Weight.CAUTION,
        Words("It deletes a whole folder of the person's.", "利用者のフォルダーを丸ごと削除します。"),
        r"\brm\s+-[rf]{2}\s+[\"']?(?:(?:~|\$HOME)/?|/)(?:[\"'\s]|\Z|\*)",
        r"rmtree\(\s*(?:Path\.home\(\)|os\.path\.expanduser\(['\"]~['\"]\))\s*[,)]",
        r"\bmkfs\b",
        r"\bdd\s+if=[^\n]{0,60}of=/dev/",
    ),
    _RUN_WHAT_CAME,
)
_LEAKS = Words("It reads secrets and opens the network.", "機密情報を読み取り、ネットワークに接続します。")
_RUNS_HIDDEN = Words("It decodes hidden text and runs it.", "符号化された文字列を復元し、実行します。")
_RUNS_WHAT_CAME = Words(
    "It opens the network and runs text as code.", "ネットワークに接続し、文字列をプログラムとして実行します。"
)
_TOGETHER = (
    ({"keys", "network"}, Weight.WARNING, _LEAKS),
    ({"environment", "network"}, Weight.WARNING, _LEAKS),
    ({"decode", "eval"}, Weight.WARNING, _RUNS_HIDDEN),
    ({"network", "eval"}, Weight.CAUTION, _RUNS_WHAT_CAME),
)
_ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]{3,253}|\[[0-9a-fA-F:]+\])", re.IGNORECASE)
_DROPS = re.compile(
    r"(?:^|\.)(?:webhook\.site|requestbin\.\w+|pipedream\.net|ngrok(?:-free)?\.\w+|ngrok\.io|pastebin\.com|paste\.ee|transfer\.sh|"
    r"file\.io|0x0\.st|burpcollaborator\.net|oast\.\w+|interact\.sh|hookbin\.com|beeceptor\.com|trycloudflare\.com|bit\.ly|"
    r"tinyurl\.com|is\.gd|cutt\.ly|grabify\.link|iplogger\.\w+|discordapp\.com|api\.telegram\.org|glot\.io|rentry\.co)$",
    re.IGNORECASE,
)  # fmt: skip
_DROP = Words(
    "It names {host}, where anybody can receive or leave things.",
    "誰でも送受信に使えるサービスの {host} が書かれています。",
)
_NUMBER = Words("It names a computer by a number: {host}", "コンピューターが番号で指定されています: {host}")
_PUNYCODE = Words(
    "It names an address with letters that look like others: {host}",
    "紛らわしい文字を含む可能性のあるアドレスが書かれています: {host}",
)


def script_advice(name: str, text: str) -> Iterator[Advice]:
    """What a script is written to do; each thing once, and what is heavier together as one."""
    found = {sign.about: (sign, at.start()) for sign in _SIGNS if (at := sign.pattern.search(text))}
    told: set[str] = set()
    for both, weight, words in _TOGETHER:
        if both <= found.keys() and not both <= told:
            told |= both
            yield _at(weight, words, name, text, min(found[about][1] for about in both))
    for about, (sign, place) in found.items():
        if about not in told and about != "decode":
            yield _at(sign.weight, sign.words, name, text, place)


def text_advice(name: str, text: str) -> Iterator[Advice]:
    """What a text tells somebody to do: instructions to run something that was downloaded."""
    if at := _RUN_WHAT_CAME.pattern.search(text):
        yield _at(Weight.CAUTION, _RUN_WHAT_CAME.words, name, text, at.start())


def odd_hosts(name: str, text: str) -> Iterator[Advice]:
    """Addresses that a package rarely has a good reason to name; each kind once."""
    told: set[Words] = set()
    for found in _ADDRESS.finditer(text):
        host = found[1].strip("[]").lower()
        words = _odd(host)
        if words is not None and words not in told:
            told.add(words)
            yield _at(Weight.CAUTION, words.of(host=host), name, text, found.start())


def _odd(host: str) -> Words | None:
    if _DROPS.search(host):
        return _DROP
    if "xn--" in host:
        return _PUNYCODE
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return None
    return _NUMBER if number.is_global else None


def _at(weight: Weight, words: Words, name: str, text: str, at: int) -> Advice:
    skipped = len(text[at:]) - len(text[at:].lstrip())  # a pattern may begin with the line before
    return Advice(weight, words, f"{name}:{text.count(chr(10), 0, at + skipped) + 1}")
