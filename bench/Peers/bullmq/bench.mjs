// Measures BullMQ: bench.mjs REDIS_PORT TASKS WORKERS REPEAT IDLE. Prints one line of JSON.
import { readFileSync } from 'node:fs';
import { Queue, QueueEvents, Worker } from 'bullmq';

const BATCH = 500;
const PAUSE_MS = 20;

const [port, tasks, concurrency, repeat, idle] = process.argv.slice(2).map(Number);
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const queue = new Queue('noop', { connection });
const events = new QueueEvents('noop', { connection });
const worker = new Worker('noop', async job => job.data.n, { connection, concurrency });
let completed = 0;
let reached = () => {};
worker.on('completed', () => { completed++; reached(); });
// A job that fails would be waited for in vain.
worker.on('failed', (_, error) => { console.error(error.message); process.exit(1); });
await Promise.all([worker.waitUntilReady(), events.waitUntilReady()]);

async function load() {
  completed = 0;
  const done = new Promise(resolve => { reached = () => { if (completed === tasks) resolve(); }; });
  const start = performance.now();
  for (let n = 0; n < tasks; n += BATCH) {
    await queue.addBulk(Array.from({ length: Math.min(BATCH, tasks - n) }, (_, i) => ({ name: 'noop', data: { n: n + i } })));
  }
  await done;
  return tasks / ((performance.now() - start) / 1000);
}

async function roundTrip(n) {
  await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  const begin = performance.now();
  const job = await queue.add('noop', { n });
  await job.waitUntilFinished(events);
  return performance.now() - begin;
}

function median(values) {
  values.sort((a, b) => a - b);
  return values.length ? values[Math.ceil(values.length / 2) - 1] : null;
}

await load();
const tasksPerSecond = [];
for (let i = 0; i < repeat; i++) tasksPerSecond.push(await load());
const trips = [];
for (let n = 0; n < idle; n++) trips.push(await roundTrip(n));
await worker.close();
await events.close();
await queue.close();

const { version } = JSON.parse(readFileSync(new URL('node_modules/bullmq/package.json', import.meta.url)));
console.log(JSON.stringify({ version, concurrency, tasksPerSecond, idleMilliseconds: median(trips) }));
