import type { Task } from '../../api/types';
import { between, moment, money, shortId } from '../../format';
import { DataTable } from '../../parts/dataTable';
import { StatusBadge } from '../../parts/statusBadge';
import { linkTo } from '../../route';

export function TaskTable({ tasks, empty }: { tasks: readonly Task[]; empty: string }) {
  return (
    <DataTable
      caption="Tasks, newest first"
      hideCaption
      rows={tasks}
      keyOf={t => t.id}
      empty={empty}
      columns={[
        { title: 'Task', isHeader: true, cell: t => <a href={linkTo('tasks', t.id)} title={t.id}>{shortId(t.id)}</a> },
        { title: 'Status', cell: t => <StatusBadge status={t.status} /> },
        { title: 'Agent', cell: t => t.agent },
        { title: 'Model', cell: t => t.answeredBy ? `from ${t.answeredBy.origin}` : t.model ?? '–' },
        { title: 'Lane', cell: t => t.lane },
        { title: 'Created', cell: t => <time dateTime={t.createdAt}>{moment(t.createdAt)}</time> },
        { title: 'Took', isNumber: true, cell: t => t.finishedAt ? between(t.createdAt, t.finishedAt) : '–' },
        { title: 'Attempts', isNumber: true, cell: t => t.attempts.length },
        { title: 'Cost', isNumber: true, cell: t => money(t.cost) },
      ]} />
  );
}
