import type { Attempt } from '../../api/types';
import { between, count, moment, money } from '../../format';
import { DataTable } from '../../parts/dataTable';

export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  const calls = attempts.flatMap(a => (a.calls ?? []).map((call, i) => ({ attempt: a.number, key: `${a.number}-${i}`, ...call })));
  return (
    <>
      <DataTable
        caption="Attempts"
        rows={attempts}
        keyOf={a => String(a.number)}
        empty="No attempt was made."
        columns={[
          { title: 'Attempt', isHeader: true, cell: a => a.number },
          { title: 'Begun', cell: a => moment(a.startedAt) },
          { title: 'Took', isNumber: true, cell: a => a.finishedAt ? between(a.startedAt, a.finishedAt) : 'running' },
          { title: 'Worker', cell: a => a.worker },
          { title: 'Model', cell: a => a.model ?? '–' },
          { title: 'Ended', cell: a => a.error ? `${a.error.code}: ${a.error.message}` : a.finishedAt ? 'with an answer' : '–' },
          { title: 'Cost', isNumber: true, cell: a => money(a.cost) },
        ]} />
      {calls.length > 0 && (
        <DataTable
          caption="Model calls"
          rows={calls}
          keyOf={c => c.key}
          columns={[
            { title: 'Ended', isHeader: true, cell: c => moment(c.at) },
            { title: 'Attempt', isNumber: true, cell: c => c.attempt },
            { title: 'Model', cell: c => c.model },
            { title: 'Tokens in', isNumber: true, cell: c => count(c.usage.inputTokens) },
            { title: 'Tokens out', isNumber: true, cell: c => count(c.usage.outputTokens) },
            { title: 'Cost', isNumber: true, cell: c => money(c.cost) },
          ]} />
      )}
    </>
  );
}
