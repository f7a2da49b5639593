"""Loading ten thousand rules, whole replies, and 8,316 conversations at once."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.dialogue.renderings import as_os1
from benchmarks.dialogue.results import NS_PER_MS, limit, spread
from benchmarks.dialogue.workload import Workload, workload
from benchmarks.figures import percentile
from benchmarks.report import Row
from os1.dialogue import Script

RULES = 10_000
LOADS = 5
GIVE_UP_S = 600
LOAD_S, MEMORY_MB = 0.3, 45.0
REPLY_MS, LIVE_MS, LIVE_KB = 2.0, 5.0, 10.0


def run() -> list[Row]:
    """All rows on loading and on conversations."""
    work = workload(RULES)
    with tempfile.TemporaryDirectory(prefix="os1-bench-") as name:
        folder = Path(name)
        script, cache, sentences = folder / "rules.toml", folder / "cache", folder / "said.json"
        script.write_text(as_os1(work.rules), encoding="utf-8")
        sentences.write_text(json.dumps(_sentences(work)), encoding="utf-8")
        Script.from_files([script], cache=cache)  # now it is in the cache
        given = [str(script), str(cache), str(sentences)]
        loads = [_child("load", given) for _ in range(LOADS)]
        replies, live = _child("reply", given), _child("live", given)
    return [*_loading(loads), *_replies(replies), *_live(live)]


def _sentences(work: Workload) -> dict[str, list[str]]:
    """Half of what is said is to rules that can be answered with "why?"."""
    answered = {rule.after for rule in work.rules if rule.after}
    to_answered = [rule.examples[0] for rule in work.rules if rule.id in answered]
    hits = [text for text, _ in work.hits[: len(work.hits) - len(to_answered)]]
    return {"hits": hits + to_answered, "misses": list(work.misses[:300])}


def _child(what: str, given: list[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.dialogue.conversation_child", what, *given]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=GIVE_UP_S)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _loading(loads: list[dict[str, Any]]) -> list[Row]:
    """The least time of all processes; the middle one of their memory."""
    memory = {key: statistics.median(one[key] for one in loads) for key in loads[0]}
    wall_s = min(one["wall_s"] for one in loads)
    count = f"{len(loads)} processes"
    return [
        limit(f"load {RULES:,} rules from cache, numpy too", wall_s, LOAD_S, "s", count),
        limit("memory added by loading them", memory["loaded_mb"], MEMORY_MB, "MB", count),
        limit("the same after 1,000 hits", memory["hits_mb"], MEMORY_MB, "MB", count),
        Row(
            "the same after 300 misses, new to it",
            f"{memory['used_mb']:.0f} MB",
            count,
            "repair and paraphrase in use",
        ),
    ]


def _replies(found: dict[str, Any]) -> list[Row]:
    times_ms = [ns / NS_PER_MS for ns in found["times_ns"]]
    stages = ", ".join(f"{name} {n}" for name, n in sorted(found["stages"].items()))
    p99 = percentile(times_ms, 0.99)
    return [
        limit("whole reply, p99", p99, REPLY_MS, "ms", str(len(times_ms))),
        Row("whole reply", spread(times_ms, "ms"), str(len(times_ms)), stages),
    ]


def _live(found: dict[str, Any]) -> list[Row]:
    times_ms = [ns / NS_PER_MS for ns in found["times_ns"]]
    p99 = percentile(times_ms, 0.99)
    return [
        limit("8,316 conversations, memory of each", found["each_kb"], LIVE_KB, "kB", "8,316"),
        limit("8,316 conversations, reply, p99", p99, LIVE_MS, "ms", str(len(times_ms))),
        Row("8,316 conversations, reply", spread(times_ms, "ms"), str(len(times_ms))),
        Row("a conversation as JSON", f"{found['snapshot_kb']:.1f} kB", "200"),
    ]
