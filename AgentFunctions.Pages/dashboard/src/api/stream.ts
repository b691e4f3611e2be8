import { EventSourceParserStream } from 'eventsource-parser/stream';
import { call } from './client';
import { Problem } from './problem';

export interface Happened {
  event: string;
  data: unknown;
}

export interface Follower {
  /** Called for every event; answer true when it was the last one. */
  happened(event: Happened): boolean | void;
  /** Called when the connection is there or lost, with what the server said, if it did; it is tried again by itself. */
  connected?(isConnected: boolean, problem?: Problem): void;
  /** Called when the server will not tell: nothing is tried again. */
  refused?(problem: Problem): void;
}

const longestPause = 15_000;

/** Follows server-sent events until the last one, or until it is told to stop. The browser's own EventSource can send no key. */
export function follow(path: string, follower: Follower): () => void {
  const stop = new AbortController();
  void run(path, follower, stop.signal);
  return () => stop.abort();
}

async function run(path: string, follower: Follower, signal: AbortSignal): Promise<void> {
  const at: Place = { lastId: undefined, retry: 1000 };
  for (let failures = 0; !signal.aborted; failures++) {
    let problem: Problem | undefined;
    try {
      if (await readOnce(path, follower, signal, at, () => { failures = 0; })) {
        return;
      }
    } catch (error) {
      if (!signal.aborted && error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429) {
        follower.refused?.(error);
        return;
      }

      problem = error instanceof Problem ? error : undefined;
    }

    if (!signal.aborted) {
      follower.connected?.(false, problem);
      await pause(Math.min(longestPause, at.retry * 2 ** failures), signal);
    }
  }
}

interface Place {
  lastId: string | undefined;
  retry: number;
}

async function readOnce(path: string, follower: Follower, signal: AbortSignal, at: Place, began: () => void): Promise<boolean> {
  const response = await call(path, {
    signal,
    headers: { accept: 'text/event-stream', ...(at.lastId && { 'last-event-id': at.lastId }) },
  });
  follower.connected?.(true);
  const events = response.body!
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream({ onRetry: retry => { at.retry = retry; } }));
  for await (const message of events) {
    began();
    at.lastId = message.id ?? at.lastId;
    if (follower.happened({ event: message.event ?? 'message', data: JSON.parse(message.data) })) {
      return true;
    }
  }

  return false;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
