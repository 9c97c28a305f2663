"""How far estimates of tokens are from what vocabularies count.

    python tests/benchmarks/estimates.py [--qwen FILE.tiktoken] [--tekken FILE.json] [--o200k FILE.tiktoken]

The files are public vocabularies: `dashscope/resources/qwen.tiktoken` and `mistral_common/data/tekken_240911.json` of
the packages of these names, and o200k_base in the format of tiktoken ("BASE64 RANK" a line). For each kind of text it
prints estimate / count for each vocabulary, the same for the usual rule of four letters a token, and after a first
request of the same kind was counted (`Scale`). Without a file it says so: nothing is fetched.
"""

import argparse
import base64
import json
import random
import re
import sys
import time
from pathlib import Path

import tiktoken

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.models.estimates import Scale, tokens_of  # noqa: E402

_QWEN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_O200K = "|".join(
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)


def main() -> int:
    """Print the table."""
    options = _options()
    encodings = dict(_encodings(options))
    if not encodings:
        print("no vocabulary was given: see the head of this file")
        return 1
    print(f"{'text':<10}{'letters':>9}  " + "".join(f"{name + ' (4 letters, learnt)':>30}" for name in encodings))
    worst = {"estimate": 1.0, "four": 1.0, "learnt": 1.0}
    for kind, text in _texts().items():
        cells = []
        for encoding in encodings.values():
            first, rest = text[: len(text) // 3], text[len(text) // 3 :]
            whole, after = _count(encoding, text), _count(encoding, rest)
            scale = Scale().learnt(int(tokens_of(first)), _count(encoding, first))
            found = {
                "estimate": tokens_of(text) / whole,
                "four": len(text) / 4 / whole,
                "learnt": scale.expected(int(tokens_of(rest))) / after,
            }
            worst = {name: max(worst[name], ratio, 1 / ratio) for name, ratio in found.items()}
            cells.append(f"{found['estimate']:.2f} ({found['four']:.2f}, {found['learnt']:.2f})")
        print(f"{kind:<10}{len(text):>9}  " + "".join(f"{cell:>30}" for cell in cells))
    print("farthest off: " + ", ".join(f"{name} {ratio:.2f} times" for name, ratio in worst.items()))
    sample = _texts()["english"]
    began = time.process_time()
    tokens_of(sample)
    print(f"{1e6 * (time.process_time() - began) / len(sample) * 1000:.0f} µs for 1,000 letters")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("qwen", "tekken", "o200k"):
        parser.add_argument(f"--{name}", type=Path)
    return parser.parse_args()


def _encodings(options: argparse.Namespace):
    if options.qwen:
        yield "qwen", tiktoken.Encoding("qwen", pat_str=_QWEN, mergeable_ranks=_ranks(options.qwen), special_tokens={})
    if options.o200k:
        ranks = _ranks(options.o200k)
        yield "o200k", tiktoken.Encoding("o200k", pat_str=_O200K, mergeable_ranks=ranks, special_tokens={})
    if options.tekken:
        kept = json.loads(options.tekken.read_text())
        size = kept["config"]["default_vocab_size"] - kept["config"]["default_num_special_tokens"]
        ranks = {base64.b64decode(one["token_bytes"]): one["rank"] for one in kept["vocab"][:size]}
        pattern = kept["config"]["pattern"]
        yield "tekken", tiktoken.Encoding("tekken", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})


def _ranks(path: Path) -> dict[bytes, int]:
    pairs = (line.split() for line in path.read_bytes().splitlines() if line)
    return {base64.b64decode(token): int(rank) for token, rank in pairs}


def _count(encoding: tiktoken.Encoding, text: str) -> int:
    return len(encoding.encode(text, disallowed_special=()))


def _texts() -> dict[str, str]:
    """Texts as a model reads them here: prose, tables, listings, records, other scripts."""
    chance = random.Random(3)
    names = ("Acme GmbH", "Müller", "Tanaka Shoji", "Office Supplies", "Reisekosten", "café")
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((REPO / "agent").rglob("*.py")))
    japanese = re.findall(r"<translation>([^<]*)</translation>", _read("desktop/views/i18n/deskhand_ja.ts"))
    row = "{0},2026-{1:02d}-{2:02d},{3},{4:.2f}"
    line = "2026/{3}/IMG_{0}.HEIC  {1} KB  {5:016x}"
    shapes = {"csv": row, "listing": line, "table": "| {3} | {4:,.2f} | B{2} |"}
    made = {
        kind: "\n".join(
            shape.format(
                chance.randint(10_000, 99_999), chance.randint(1, 12), chance.randint(1, 28), chance.choice(names),
                chance.random() * 10_000, chance.getrandbits(64),
            )
            for _ in range(1500)
        )
        for kind, shape in shapes.items()
    }  # fmt: skip
    return {
        "english": _read("DESIGN.md"),
        "code": code[:200_000],
        "japanese": "\n".join(japanese),
        "german": "Die Rechnung vom 3. März enthält Positionen, deren Beträge nicht übereinstimmen; bitte prüfen. "
        * 12,
        "chinese": "本合同自双方签字盖章之日起生效，有效期为三年。甲方应在收到发票后三十日内支付全部货款。" * 12,
        "korean": "본 계약은 서명일로부터 효력이 발생하며 유효 기간은 삼 년으로 한다. " * 12,
        "russian": "Настоящий договор вступает в силу с момента подписания и действует до исполнения. " * 12,
        **made,
    }


def _read(name: str) -> str:
    return (REPO / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
