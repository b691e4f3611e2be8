import type { Route, Task } from '../../api/types';
import { decimal, money, percent, words } from '../../format';
import { DataTable } from '../../parts/dataTable';

/** The router's reasons, as they were when the task was given its model. */
export function WhyThisModel({ route, task }: { route: Route; task: Task }) {
  return (
    <section class="card">
      <h2>Why this model</h2>
      <p>
        {percent(route.quality)} of such answers must pass. It began with <strong>{route.model}</strong>
        {route.meetsGoal ? '.' : '; no model was expected to reach that.'}
        {route.costOnBestModel !== undefined && ` On the model likeliest to pass the answer would have cost ${money(route.costOnBestModel)}; it cost ${money(task.cost)}.`}
      </p>
      <DataTable
        caption="Models that could have taken it, cheapest first"
        rows={route.candidates}
        keyOf={c => c.model}
        columns={[
          { title: 'Model', isHeader: true, cell: c => c.model },
          { title: 'Verdict', cell: c => words(c.verdict) },
          { title: 'Expected to pass', isNumber: true, cell: c => percent(c.passRate) },
          { title: 'At least', isNumber: true, cell: c => percent(c.lowerPassRate) },
          { title: 'Expected cost', isNumber: true, cell: c => money(c.expectedCost) },
          { title: 'Answers known', isNumber: true, cell: c => decimal(c.trials) },
        ]} />
      {route.because && (
        <>
          <h3>What speaks for and against the cheapest one</h3>
          <ul>{route.because.map(r => <li key={r.feature}>{r.feature}: {r.logOdds > 0 ? 'for' : 'against'} it ({decimal(r.logOdds)} log-odds)</li>)}</ul>
        </>
      )}
    </section>
  );
}
