// Measures BullMQ: bench.mjs REDIS_PORT TASKS WORKERS. Prints one line of JSON.
import { Queue, QueueEvents, Worker } from 'bullmq';

const [port, tasks, concurrency] = process.argv.slice(2).map(Number);
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const queue = new Queue('noop', { connection });
const events = new QueueEvents('noop', { connection });
let completed = 0;
let reached = () => {};
const worker = new Worker('noop', async job => job.data.n, { connection, concurrency });
worker.on('completed', () => { completed++; reached(); });
await Promise.all([worker.waitUntilReady(), events.waitUntilReady()]);

async function load(count) {
  completed = 0;
  const done = new Promise(resolve => { reached = () => { if (completed === count) resolve(); }; });
  const start = performance.now();
  const batch = 500;
  for (let n = 0; n < count; n += batch) {
    await queue.addBulk(Array.from({ length: Math.min(batch, count - n) }, (_, i) => ({ name: 'noop', data: { n: n + i } })));
  }
  await done;
  return count / ((performance.now() - start) / 1000);
}

await load(200);
const tasksPerSecond = await load(tasks);
const idle = [];
for (let n = 0; n < 100; n++) {
  await new Promise(resolve => setTimeout(resolve, 20));
  const begin = performance.now();
  const job = await queue.add('noop', { n });
  await job.waitUntilFinished(events);
  idle.push(performance.now() - begin);
}

await worker.close();
await events.close();
await queue.close();
idle.sort((a, b) => a - b);
console.log(JSON.stringify({ tasksPerSecond, idleMilliseconds: idle[50] }));
