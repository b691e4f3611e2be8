import type { CostLine } from '../../api/types';
import { count, money, percent } from '../../format';
import { DataTable } from '../../parts/dataTable';
import { saved } from '../../savings';
import type { Dimension } from './periods';

export function CostTable({ rows, by }: { rows: readonly CostLine[]; by: Dimension }) {
  return (
    <DataTable
      caption={`By ${by}, dearest first`}
      rows={rows}
      keyOf={r => r[by] ?? ''}
      empty="Nothing was spent and no task ended in this period."
      columns={[
        { title: by, isHeader: true, cell: r => r[by] ?? 'none' },
        { title: 'Tasks', isNumber: true, cell: r => count(r.tasks) },
        { title: 'Succeeded', isNumber: true, cell: r => r.tasks === 0 ? '–' : percent(r.succeeded / r.tasks) },
        { title: 'Calls', isNumber: true, cell: r => count(r.calls) },
        { title: 'Tokens in', isNumber: true, cell: r => count(r.usage.inputTokens) },
        { title: 'Tokens out', isNumber: true, cell: r => count(r.usage.outputTokens) },
        { title: 'Cost', isNumber: true, cell: r => money(r.cost) },
        { title: 'A task', isNumber: true, cell: r => r.costPerTask === undefined ? '–' : money(r.costPerTask) },
        { title: 'Saved', isNumber: true, cell: r => money(saved(r)) },
        { title: 'Passed', isNumber: true, cell: r => r.passRate === undefined ? '–' : percent(r.passRate) },
      ]} />
  );
}
