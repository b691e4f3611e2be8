"""Measures Celery: bench.py REDIS_PORT TASKS WORKERS. Prints one line of JSON."""
import json
import os
import statistics
import subprocess
import sys
import time

port, tasks = sys.argv[1], int(sys.argv[2])
os.environ["BENCH_REDIS_PORT"] = port
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
from celery import group  # noqa: E402 - reads the port above
from noop import noop  # noqa: E402

# A process a core, Celery's own default.
worker = subprocess.Popen(
    [sys.executable, "-m", "celery", "-A", "noop", "worker", "--concurrency", str(os.cpu_count()), "--loglevel", "ERROR"],
    cwd=here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    group(noop.s(n) for n in range(200)).apply_async().get(timeout=120)
    start = time.perf_counter()
    group(noop.s(n) for n in range(tasks)).apply_async().get(timeout=600)
    elapsed = time.perf_counter() - start
    idle = []
    for n in range(100):
        time.sleep(0.02)
        begin = time.perf_counter()
        noop.delay(n).get(timeout=60)
        idle.append((time.perf_counter() - begin) * 1000)
finally:
    worker.terminate()
    worker.wait()
print(json.dumps({"tasksPerSecond": tasks / elapsed, "idleMilliseconds": statistics.median(idle)}))
