"""Loads a script from its cache in a process of its own, and talks; prints JSON.

`python -m benchmarks.dialogue.conversation_child load|reply|live SCRIPT CACHE SENTENCES`

SENTENCES is a JSON file {"hits": [...], "misses": [...]}.
"""

import gc
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.dialogue.talk import Sentences, Talker
from os1.dialogue import Conversation, Script

LIVE = 8_316
LIVE_TURNS = 6
"""Turns that each of them has before it is measured."""
RANDOM_TURNS = 20_000
REPLIES = 4_000
WARM_UP = 300


def memory_mb() -> float:
    """What this process has in memory now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def load(script_file: str, cache: str, sentences: Sentences) -> dict[str, Any]:
    """How long loading takes, and what it adds to memory: then, and after use."""
    before_mb = memory_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    script = Script.from_files([script_file], cache=cache)
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    loaded_mb = memory_mb() - before_mb
    for text in sentences.hits:
        script.match(text)
    hits_mb = memory_mb() - before_mb
    for text in sentences.misses:
        script.match(text)
    return {
        "wall_s": wall_s,
        "cpu_s": cpu_s,
        "loaded_mb": loaded_mb,
        "hits_mb": hits_mb,
        "used_mb": memory_mb() - before_mb,
    }


def reply(script_file: str, cache: str, sentences: Sentences) -> dict[str, Any]:
    """Processor time of each reply in one long conversation, in ns; and which stages."""
    script = Script.from_files([script_file], cache=cache)
    script.warm_up()
    conversation = Conversation(script, rng=random.Random(1))
    talker = Talker(sentences, 1)
    for _ in range(WARM_UP):
        conversation.reply(talker.next())
    times_ns: list[int] = []
    stages: dict[str, int] = {}
    for _ in range(REPLIES):
        text = talker.next()
        begin = time.thread_time_ns()
        answer = conversation.reply(text)
        times_ns.append(time.thread_time_ns() - begin)
        stages[answer.stage] = stages.get(answer.stage, 0) + 1
    return {"times_ns": times_ns, "stages": stages}


def live(script_file: str, cache: str, sentences: Sentences) -> dict[str, Any]:
    """8,316 conversations: what each takes in memory, and replies in random turns."""
    script = Script.from_files([script_file], cache=cache)
    script.warm_up()
    warm = Conversation(script)
    for text in (*sentences.hits, *sentences.misses):
        warm.reply(text)
    talkers = [Talker(sentences, number) for number in range(LIVE)]
    gc.collect()
    before_mb = memory_mb()
    conversations = [Conversation(script, rng=random.Random(number)) for number in range(LIVE)]
    for _ in range(LIVE_TURNS):
        for conversation, talker in zip(conversations, talkers, strict=True):
            conversation.reply(talker.next())
    gc.collect()
    each_kb = (memory_mb() - before_mb) * 1024 / LIVE
    rng = random.Random(LIVE)
    times_ns = []
    for _ in range(RANDOM_TURNS):
        number = rng.randrange(LIVE)
        text = talkers[number].next()
        begin = time.thread_time_ns()
        conversations[number].reply(text)
        times_ns.append(time.thread_time_ns() - begin)
    snapshots = [len(json.dumps(c.snapshot())) for c in conversations[:200]]
    return {
        "each_kb": each_kb,
        "times_ns": times_ns,
        "snapshot_kb": sum(snapshots) / len(snapshots) / 1024,
    }


def main() -> None:
    """Do one of them."""
    what, script_file, cache, file = sys.argv[1:]
    given = json.loads(Path(file).read_text(encoding="utf-8"))
    sentences = Sentences(tuple(given["hits"]), tuple(given["misses"]))
    work = {"load": load, "reply": reply, "live": live}[what]
    sys.stdout.write(json.dumps(work(script_file, cache, sentences)) + "\n")


if __name__ == "__main__":
    main()
