import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client';
import type { TaskPage as Page } from '../../api/types';
import { useLive } from '../../live';
import { useLoaded } from '../../load';
import { ProblemNote } from '../../parts/problemNote';
import { linkTo } from '../../route';
import { TaskFilters } from './taskFilters';
import { TaskTable } from './taskTable';

const pageSize = '50';

/** Newest first; the first page renews itself when something has happened. */
export function TasksPage({ query }: { query: URLSearchParams }) {
  const filter = Object.fromEntries(['status', 'agent', 'from', 'to'].map(name => [name, query.get(name) ?? '']));
  const after = query.get('after') ?? '';
  const text = query.get('text') ?? '';
  const happened = useHappened();
  const [seen, setSeen] = useState(happened);
  const page = useLoaded(signal => get<Page>('tasks', { ...filter, after, limit: pageSize }, signal), [query.toString(), seen]);

  useEffect(() => {
    if (!after) {
      setSeen(happened);
    }
  }, [happened, after]);

  const shown = page.value?.tasks.filter(t => matches(t, text)) ?? [];
  return (
    <>
      <h1>Tasks</h1>
      <TaskFilters key={query.toString()} filter={filter} text={text} />
      <ProblemNote problem={page.problem} />
      {page.value && (
        <>
          <TaskTable tasks={shown} empty={text && page.value.tasks.length > 0
            ? `None of the ${page.value.tasks.length} tasks on this page has '${text}'. Older ones are on the next page.`
            : 'No task matches.'} />
          <nav class="pager" aria-label="Pages of tasks">
            {after && <a class="button" href={linkTo('tasks', undefined, { ...filter, text })}>Newest</a>}
            {page.value.next && <a class="button" href={linkTo('tasks', undefined, { ...filter, text, after: page.value.next })}>Older</a>}
          </nav>
        </>
      )}
    </>
  );
}

/** Changes when a task has come, begun or ended. */
function useHappened(): string {
  const { overview } = useLive();
  return overview ? [overview.today.tasks, ...overview.lanes.flatMap(l => [l.depth, l.inFlight])].join() : '';
}

// The API filters by what it has an order for; words are looked for in what the page shows.
function matches(task: Page['tasks'][number], text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [task.id, task.agent, task.model, task.tenant, task.lane, task.error?.code, task.error?.message, ...Object.entries(task.metadata).flat()]
    .join('\n').toLowerCase();
  return words.every(w => all.includes(w));
}
