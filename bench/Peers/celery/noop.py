"""A Celery application with one task that does nothing."""
import os

from celery import Celery

redis = f"redis://127.0.0.1:{os.environ['BENCH_REDIS_PORT']}/0"
app = Celery("noop", broker=redis, backend=redis)
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=64, broker_connection_retry_on_startup=True)


@app.task
def noop(n):
    return n
