import { words } from '../format';

/** How a task stands. The word says it; the colour only helps. */
export function StatusBadge({ status }: { status: string }) {
  return <span class={`badge is-${status}`}>{words(status)}</span>;
}
