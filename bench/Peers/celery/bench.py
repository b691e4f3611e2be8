"""Measures Celery: bench.py REDIS_PORT TASKS WORKERS REPEAT IDLE. Prints one line of JSON.

WORKERS is not used: a worker of Celery is a process, and its own default is a process a core.
"""
import json
import os
import statistics
import subprocess
import sys
import time

LOAD_TIMEOUT = 600
IDLE_TIMEOUT = 60
PAUSE = 0.02

port, tasks, _, repeat, idle = sys.argv[1], *map(int, sys.argv[2:6])
os.environ["BENCH_REDIS_PORT"] = port
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
import celery  # noqa: E402
from noop import noop  # noqa: E402 - reads the port above


def load():
    start = time.perf_counter()
    celery.group(noop.s(n) for n in range(tasks)).apply_async().get(timeout=LOAD_TIMEOUT)
    return tasks / (time.perf_counter() - start)


def round_trip(n):
    time.sleep(PAUSE)
    begin = time.perf_counter()
    noop.delay(n).get(timeout=IDLE_TIMEOUT)
    return (time.perf_counter() - begin) * 1000


concurrency = os.cpu_count()
worker = subprocess.Popen(
    [sys.executable, "-m", "celery", "-A", "noop", "worker", "--pool", "prefork", "--concurrency", str(concurrency), "--loglevel", "ERROR"],
    cwd=here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    load()
    rates = [load() for _ in range(repeat)]
    trips = [round_trip(n) for n in range(idle)]
finally:
    worker.terminate()
    worker.wait()
print(json.dumps({
    "version": celery.__version__,
    "concurrency": concurrency,
    "tasksPerSecond": rates,
    "idleMilliseconds": statistics.median(trips) if trips else None,
}))
