import { get } from '../../api/client';
import type { CostReport, TopReport } from '../../api/types';
import { count, money, percent } from '../../format';
import { useLoaded } from '../../load';
import { ProblemNote } from '../../parts/problemNote';
import { Stat } from '../../parts/stat';
import { linkTo } from '../../route';
import { saved } from '../../savings';
import { CostTable } from './costTable';
import { CostsOverTime } from './costsOverTime';
import { ParetoCurve } from './paretoCurve';
import { dimensions, type Dimension, periodOf, periods } from './periods';
import { Suggestions } from './suggestions';
import { TopTasks } from './topTasks';

/** Where the money goes, and what would make it less. */
export function CostsPage({ query }: { query: URLSearchParams }) {
  const period = periodOf(query.get('period'));
  const by = dimensions.find(d => d === query.get('by')) ?? 'agent';
  const rows = useLoaded(signal => get<CostReport>('costs', { by, from: period.from() }, signal), [by, period.name]);
  const over = useLoaded(signal => get<CostReport>('costs', { by: `${by},${period.step}`, from: period.from() }, signal), [by, period.name]);
  const top = useLoaded(signal => get<TopReport>('costs/top', { share: '0.5', limit: '10', from: period.from() }, signal), [period.name]);
  return (
    <>
      <h1>Costs</h1>
      <Choice period={period.name} by={by} />
      <ProblemNote problem={rows.problem ?? over.problem ?? top.problem} />
      {rows.value && <Totals report={rows.value} />}
      <div class="charts">
        {over.value && <CostsOverTime report={over.value} by={by} step={period.step} />}
        {top.value && top.value.pareto.length > 0 && <ParetoCurve report={top.value} />}
      </div>
      {rows.value && <CostTable rows={rows.value.rows} by={by} />}
      {top.value && <Suggestions groups={top.value.suggestions} />}
      {top.value && <TopTasks report={top.value} />}
    </>
  );
}

function Choice({ period, by }: { period: string; by: Dimension }) {
  const go = (change: Record<string, string>) => { location.hash = linkTo('costs', undefined, { period, by, ...change }); };
  return (
    <form class="filters" aria-label="What the costs are of" onSubmit={event => event.preventDefault()}>
      <label>Period
        <select value={period} onChange={event => go({ period: event.currentTarget.value })}>
          {periods.map(p => <option key={p.name} value={p.name}>{p.title}</option>)}
        </select>
      </label>
      <label>By
        <select value={by} onChange={event => go({ by: event.currentTarget.value })}>
          {dimensions.map(d => <option key={d} value={d}>{d}</option>)}
        </select>
      </label>
    </form>
  );
}

function Totals({ report: { totals } }: { report: CostReport }) {
  return (
    <dl class="stats" aria-label="In all">
      <Stat name="Cost" value={money(totals.cost)} note={`${count(totals.calls)} model calls`} />
      <Stat name="A task" value={totals.costPerTask === undefined ? '–' : money(totals.costPerTask)} note={`${count(totals.tasks)} ended`} />
      <Stat name="Saved" value={money(saved(totals))} note={`cache ${money(totals.savedByCache)}, coalescing ${money(totals.savedByCoalescing)}, routing ${money(totals.savedByRouting)}, batching ${money(totals.savedByBatching)}`} />
      <Stat name="Answers that passed" value={totals.passRate === undefined ? '–' : percent(totals.passRate)} note={`${count(totals.judged)} judged`} />
    </dl>
  );
}
