import { useState } from 'preact/hooks';
import { get } from '../../api/client';
import { type Agent, statuses } from '../../api/types';
import { words } from '../../format';
import { useLoaded } from '../../load';
import { linkTo } from '../../route';

const taskId = /^[0-9a-z]{24,40}$/;

/** What to show. An id leads to its task. */
export function TaskFilters({ filter, text }: { filter: Record<string, string>; text: string }) {
  const agents = useLoaded(signal => get<{ agents: Agent[] }>('agents', {}, signal), []);
  const [wanted, setWanted] = useState(text);
  const go = (change: Record<string, string>) => {
    const search = wanted.trim();
    location.hash = taskId.test(search) ? linkTo('tasks', search) : linkTo('tasks', undefined, { ...filter, text: search, ...change });
  };
  return (
    <form class="filters" role="search" aria-label="Tasks" onSubmit={event => { event.preventDefault(); go({}); }}>
      <label class="grows">Search
        <input type="search" placeholder="Id, or words on this page" value={wanted} onInput={event => setWanted(event.currentTarget.value)} />
      </label>
      <label>Status
        <select value={filter.status} onChange={event => go({ status: event.currentTarget.value })}>
          <option value="">any</option>
          {statuses.map(s => <option key={s} value={s}>{words(s)}</option>)}
        </select>
      </label>
      <label>Agent
        <select value={filter.agent} onChange={event => go({ agent: event.currentTarget.value })}>
          <option value="">any</option>
          {agents.value?.agents.map(a => <option key={a.name} value={a.name}>{a.name}</option>)}
        </select>
      </label>
      <Time name="From" value={filter.from ?? ''} onTime={from => go({ from })} />
      <Time name="To" value={filter.to ?? ''} onTime={to => go({ to })} />
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
