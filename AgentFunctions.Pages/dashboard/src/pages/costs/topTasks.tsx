import type { TopReport } from '../../api/types';
import { count, decimal, money, percent, shortId } from '../../format';
import { DataTable } from '../../parts/dataTable';
import { linkTo } from '../../route';

export function TopTasks({ report: { topTasks, outliers } }: { report: TopReport }) {
  const worst = outliers.flatMap(o => o.worst.map(task => ({ agent: o.agent, ...task })));
  return (
    <>
      <DataTable
        caption={`${count(topTasks.count)} of ${count(topTasks.of)} tasks make half of the cost; the dearest of them`}
        rows={topTasks.items}
        keyOf={t => t.id}
        empty="No task of this period cost anything."
        columns={[
          { title: 'Task', isHeader: true, cell: t => <a href={linkTo('tasks', t.id)} title={t.id}>{shortId(t.id)}</a> },
          { title: 'Agent', cell: t => t.agent },
          { title: 'Model', cell: t => t.model },
          { title: 'Cost', isNumber: true, cell: t => money(t.cost) },
          { title: 'Share', isNumber: true, cell: t => percent(t.share) },
        ]} />
      {worst.length > 0 && (
        <DataTable
          caption="Tasks with far more tokens than is usual for their agent"
          rows={worst}
          keyOf={t => t.id}
          columns={[
            { title: 'Task', isHeader: true, cell: t => <a href={linkTo('tasks', t.id)} title={t.id}>{shortId(t.id)}</a> },
            { title: 'Agent', cell: t => t.agent },
            { title: 'Model', cell: t => t.model },
            { title: 'Tokens', isNumber: true, cell: t => count(t.tokens) },
            { title: 'Times the usual', isNumber: true, cell: t => decimal(t.ratio) },
            { title: 'Cost', isNumber: true, cell: t => money(t.cost) },
          ]} />
      )}
    </>
  );
}
