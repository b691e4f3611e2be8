import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client';
import { type Agent, statuses } from '../../api/types';
import { words } from '../../format';
import { useLoaded } from '../../load';
import { linkTo } from '../../route';

export interface TaskFilter {
  text: string;
  status: string;
  agent: string;
  from: string;
  to: string;
}

const taskId = /^[0-9a-z]{24,40}$/;

/** What to show. An id leads to its task. */
export function TaskFilters({ filter }: { filter: TaskFilter }) {
  const agents = useLoaded(signal => get<{ agents: Agent[] }>('agents', {}, signal), []);
  const [wanted, setWanted] = useState(filter);

  // A link may have changed it. The form stays the same one: it must not lose the focus.
  useEffect(() => setWanted(filter), Object.values(filter));

  const go = (next: TaskFilter) => {
    const search = next.text.trim();
    setWanted(next);
    location.hash = taskId.test(search) ? linkTo('tasks', search) : linkTo('tasks', undefined, { ...next, text: search });
  };
  return (
    <form class="filters" role="search" aria-label="Tasks" onSubmit={event => { event.preventDefault(); go(wanted); }}>
      <label class="grows">Search
        <input type="search" placeholder="Id, or words on this page" value={wanted.text} onInput={event => setWanted({ ...wanted, text: event.currentTarget.value })} />
      </label>
      <label>Status
        <select value={wanted.status} onChange={event => go({ ...wanted, status: event.currentTarget.value })}>
          <option value="">any</option>
          {statuses.map(s => <option key={s} value={s}>{words(s)}</option>)}
        </select>
      </label>
      <label>Agent
        <select value={wanted.agent} onChange={event => go({ ...wanted, agent: event.currentTarget.value })}>
          <option value="">any</option>
          {agents.value?.agents.map(a => <option key={a.name} value={a.name}>{a.name}</option>)}
        </select>
      </label>
      <Time name="From" value={wanted.from} onTime={from => setWanted({ ...wanted, from })} />
      <Time name="To" value={wanted.to} onTime={to => setWanted({ ...wanted, to })} />
      <button type="submit">Search</button>
    </form>
  );
}

function Time({ name, value, onTime }: { name: string; value: string; onTime(time: string): void }) {
  return (
    <label>{name}
      <input type="datetime-local" value={localTime(value)} onChange={event => onTime(event.currentTarget.value && new Date(event.currentTarget.value).toISOString())} />
    </label>
  );
}

/** As the browser's field wants it: in the reader's time zone, without one. */
function localTime(time: string): string {
  if (!time) {
    return '';
  }

  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
