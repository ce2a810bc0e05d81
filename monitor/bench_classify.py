"""`bench classify`: the pipeline beside what a user would run instead, on the same texts in one run."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.annotate import load_pipeline
from monitor.config import Settings, load_settings
from monitor.myths import load_myths
from monitor.paths import MODEL
from monitor.timing import RUNS, Figure, Note, cold_start, figure, ratio, sample_texts, timed

if TYPE_CHECKING:
    from classifiers.encoder import Encoder

_TOKENS = 36
_TEXTS = 64  # for the rivals are slow
_HYPOTHESES = 4
_THREADS = 2
_IN_MEMORY_TEST = 4000

# Prints the peak memory of the command that it is given. A process of its own, since a child's peak counts
# what its parent held when it was forked.
_PEAK = """\
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def measure_classify() -> Iterator[Figure | Note]:
    """Posts per second of pipeline, bare encoder and rivals; the ratios; memory; cold start of `check`."""
    yield cold_start(
        "start: check to answer", "a cold process, shipped model", ["check", "Zabierają dzieci?"]
    )
    yield _memory()
    from classifiers.encoder import Encoder

    encoder = Encoder.load(MODEL, _THREADS)
    texts = texts_of_length(encoder, _TEXTS, _TOKENS)
    on = f"{_TEXTS} posts of about {_TOKENS} tokens, {_THREADS} threads"
    ours = _pipeline(texts, on)
    yield ours
    yield _rate("encoder alone (ONNX Runtime)", texts, lambda: encoder.encode(texts), on)
    yield from _rivals(encoder, texts, ours)


def texts_of_length(encoder: Encoder, count: int, tokens: int) -> list[str]:
    """The sample posts whose length lies nearest to that many tokens, none twice."""
    texts = list(dict.fromkeys(sample_texts(2000)))
    lengths = {
        text: len(ids)
        for text, ids in zip(texts, encoder.tokenise([encoder.prefix + text for text in texts]), strict=True)
    }
    return sorted(texts, key=lambda text: (abs(lengths[text] - tokens), text))[:count]


def _pipeline(texts: list[str], on: str) -> Figure:
    pipeline = load_pipeline(_plain_settings(), load_myths())
    hints: list[str | None] = [None] * len(texts)
    return _rate("classify, whole pipeline", texts, lambda: pipeline.label(texts, hints), on)


def _plain_settings() -> Settings:
    return load_settings(Path(tempfile.gettempdir()), classifiers={"threads": _THREADS})


def _rate(what: str, texts: Sequence[str], call: Callable[[], object], on: str, runs: int = RUNS) -> Figure:
    call()  # the first one loads what is loaded late
    return figure(what, [len(texts) / timed(call) for _ in range(runs)], "posts/s", on)


def _rivals(encoder: Encoder, texts: list[str], ours: Figure) -> Iterator[Figure | Note]:
    from classifiers.rivals import base_encoder, torch_is_installed, zero_shot_nli

    if not torch_is_installed():
        yield Note("The two comparisons (torch fp32 of the base, zero-shot NLI) need `pip install torch`.")
        return
    alone = encoder.tokenise([encoder.prefix + text for text in texts])
    claims = [myth.claim["en"] for myth in load_myths().values()][:_HYPOTHESES]
    pairs = _pairs(encoder, texts, claims)
    vocabulary = json.loads((MODEL / "config.json").read_text("utf-8"))["vocab_size"]
    on = f"{ours.on}, random weights"
    run = base_encoder(vocabulary, _THREADS)
    base = _rate("12-layer base alone, torch fp32", texts, lambda: run(alone), on, runs=3)
    yield base
    judge = zero_shot_nli(vocabulary, _THREADS)
    judge(pairs[:_HYPOTHESES])
    # One long pass, timed in parts: the parts give the spread.
    part = len(pairs) // 4
    times = [timed(lambda at=at: judge(pairs[at : at + part])) for at in range(0, len(pairs), part)]  # type: ignore[misc]
    rates = [part / _HYPOTHESES / seconds for seconds in times]
    nli = figure(f"zero-shot NLI, mDeBERTa size, {_HYPOTHESES} hypotheses", rates, "posts/s", on)
    yield nli
    yield ratio("classify against the 12-layer base", ours, base)
    yield ratio("classify against zero-shot NLI", ours, nli)


def _pairs(encoder: Encoder, texts: Sequence[str], claims: Sequence[str]) -> list[list[int]]:
    posts, hypotheses = encoder.tokenise(list(texts)), encoder.tokenise(list(claims))
    return [post + claim[1:] for post in posts for claim in hypotheses]


def _memory() -> Figure | Note:
    if sys.platform == "win32":
        return Note("Peak memory is not measured on Windows.")
    with tempfile.TemporaryDirectory() as folder:
        source, home = Path(folder) / "in.jsonl", Path(folder) / "home"
        lines = (
            json.dumps({"id": at, "text": text}) for at, text in enumerate(sample_texts(_IN_MEMORY_TEST))
        )
        source.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "monitor.cli", "classify", str(source), "--home", str(home)]
        command += ["--out", str(Path(folder) / "out.jsonl")]
        answer = subprocess.run(
            [sys.executable, "-c", _PEAK, *command], capture_output=True, text=True, check=True
        )
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    peak = int(answer.stdout) * unit / 1e6
    return figure("peak memory of classify", [peak], "MB", f"{_IN_MEMORY_TEST:,} invented sample posts")
