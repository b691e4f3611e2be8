import type { Problem } from './api/problem';
import { follow, type Happened } from './api/stream';
import type { Task } from './api/types';

export interface TaskFollower {
  /** All of the answer that has been written so far; empty when what there was is void. */
  text(text: string): void;
  /** Something else than a piece of the answer, and not yet the end. */
  happened(event: Happened): void;
  /** The task as it ended, and the event that said so: the last that is told. */
  ended(task: Task, event: Happened): void;
  refused?(problem: Problem): void;
}

const ends = ['succeeded', 'failed', 'cancelled', 'deadLettered'];

/** Follows a task to its end, or until it is told to stop. */
export function followTask(id: string, follower: TaskFollower): () => void {
  let text = '';
  const write = (next: string) => {
    text = next;
    follower.text(text);
  };
  return follow(`tasks/${id}/events`, {
    happened(event) {
      if (event.event === 'delta') {
        write(text + ((event.data as { text?: string }).text ?? ''));
        return false;
      }

      if (event.event === 'restarted' || event.event === 'attemptFailed') {
        write('');
      }

      if (ends.includes(event.event)) {
        follower.ended(event.data as Task, event);
        return true;
      }

      follower.happened(event);
      return false;
    },
    ...(follower.refused && { refused: follower.refused }),
  });
}
