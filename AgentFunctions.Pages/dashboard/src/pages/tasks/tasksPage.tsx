import { get } from '../../api/client';
import type { TaskPage as Page } from '../../api/types';
import { useNews } from '../../live';
import { useLoaded } from '../../load';
import { ProblemNote } from '../../parts/problemNote';
import { linkTo } from '../../route';
import { type TaskFilter, TaskFilters } from './taskFilters';
import { TaskTable } from './taskTable';

const pageSize = '50';

/** Newest first; the first page renews itself when something has happened. */
export function TasksPage({ query }: { query: URLSearchParams }) {
  const asked = (name: string) => query.get(name) ?? '';
  const filter: TaskFilter = { text: asked('text'), status: asked('status'), agent: asked('agent'), from: asked('from'), to: asked('to') };
  const { text, ...fields } = filter;
  const after = asked('after');
  const news = useNews(!after);
  const page = useLoaded(signal => get<Page>('tasks', { ...fields, after, limit: pageSize }, signal), [query.toString(), news]);

  const shown = page.value?.tasks.filter(t => matches(t, text)) ?? [];
  return (
    <>
      <h1>Tasks</h1>
      <TaskFilters filter={filter} />
      <ProblemNote problem={page.problem} />
      {page.value && (
        <>
          <TaskTable tasks={shown} empty={text && page.value.tasks.length > 0
            ? `None of the ${page.value.tasks.length} tasks on this page has '${text}'. Older ones are on the next page.`
            : 'No task matches.'} />
          <nav class="pager" aria-label="Pages of tasks">
            {after && <a class="button" href={linkTo('tasks', undefined, { ...filter })}>Newest</a>}
            {page.value.next && <a class="button" href={linkTo('tasks', undefined, { ...filter, after: page.value.next })}>Older</a>}
          </nav>
        </>
      )}
    </>
  );
}

// The API filters by what it has an order for; words are looked for in what the page shows.
function matches(task: Page['tasks'][number], text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [task.id, task.agent, task.model, task.tenant, task.lane, task.error?.code, task.error?.message, ...Object.entries(task.metadata).flat()]
    .join('\n').toLowerCase();
  return words.every(w => all.includes(w));
}
