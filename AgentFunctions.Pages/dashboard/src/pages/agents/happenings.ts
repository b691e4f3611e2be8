import type { Happened } from '../../api/stream';

interface Told {
  position?: number;
  attempt?: number;
  model?: string;
  items?: number;
  from?: string;
  to?: string;
  reason?: string;
  waitingFor?: { message: string };
  error?: { message: string };
}

/** An event as a line of text; nothing for pieces of the answer, and for events that are not known here. */
export function describe({ event, data }: Happened): string | undefined {
  const told = data as Told;
  switch (event) {
    case 'queued': return told.position === undefined ? 'Queued' : `Queued, about number ${told.position} in line`;
    case 'waiting': return `Waits: ${told.waitingFor?.message}`;
    case 'running': return `Attempt ${told.attempt} is running`;
    case 'restarted': return `The answer starts anew on ${told.model}`;
    case 'batched': return `Answered in one model call with ${(told.items ?? 1) - 1} others, on ${told.model}`;
    case 'escalated': return `Went on from ${told.from} to ${told.to}: ${told.reason}`;
    case 'attemptFailed': return `Attempt ${told.attempt} failed: ${told.error?.message}`;
    case 'succeeded': return 'Succeeded';
    case 'failed': return `Failed: ${told.error?.message}`;
    case 'cancelled': return 'Cancelled';
    case 'deadLettered': return `Set aside: ${told.error?.message}`;
    default: return undefined;
  }
}
