import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client';
import type { DeadLetterPage } from '../../api/types';
import { useNews } from '../../live';
import { useLoaded } from '../../load';
import { ProblemNote } from '../../parts/problemNote';
import { linkTo } from '../../route';
import { DeadLetterTable } from './deadLetterTable';
import { Redrive } from './redrive';

/** Tasks that were set aside after their last attempt, to be looked at and sent round again. */
export function DeadLettersPage({ query }: { query: URLSearchParams }) {
  const filter = { agent: query.get('agent') ?? '', reason: query.get('reason') ?? '' };
  const after = query.get('after') ?? '';
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const news = useNews(chosen.size === 0 && !after);
  const page = useLoaded(signal => get<DeadLetterPage>('dead-letters', { ...filter, after, limit: '50' }, signal), [query.toString(), news]);
  const tasks = page.value?.deadLetters ?? [];
  return (
    <>
      <h1>Dead letters</h1>
      <Filters filter={filter} />
      <ProblemNote problem={page.problem} />
      {page.value && (
        <>
          <DeadLetterTable tasks={tasks} chosen={chosen} onChosen={setChosen} />
          {page.value.next && <nav class="pager" aria-label="Pages of dead letters"><a class="button" href={linkTo('dead-letters', undefined, { ...filter, after: page.value.next })}>Older</a></nav>}
          <Redrive isThereAny={tasks.length > 0} chosen={[...chosen]} filter={filter} onRedriven={() => { setChosen(new Set()); page.reload(); }} />
        </>
      )}
    </>
  );
}

function Filters({ filter }: { filter: { agent: string; reason: string } }) {
  const [wanted, setWanted] = useState(filter);
  useEffect(() => setWanted(filter), [filter.agent, filter.reason]);
  return (
    <form class="filters" role="search" aria-label="Dead letters" onSubmit={event => { event.preventDefault(); location.hash = linkTo('dead-letters', undefined, { ...wanted }); }}>
      <label>Agent <input value={wanted.agent} onInput={event => setWanted({ ...wanted, agent: event.currentTarget.value })} /></label>
      <label>Reason <input value={wanted.reason} placeholder="model-unavailable" onInput={event => setWanted({ ...wanted, reason: event.currentTarget.value })} /></label>
      <button type="submit">Filter</button>
    </form>
  );
}
