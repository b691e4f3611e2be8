import type { Task } from '../../api/types';
import { moment, money, shortId } from '../../format';
import { DataTable } from '../../parts/dataTable';
import { linkTo } from '../../route';

export function DeadLetterTable({ tasks, chosen, onChosen }: {
  tasks: readonly Task[];
  chosen: ReadonlySet<string>;
  onChosen(ids: ReadonlySet<string>): void;
}) {
  const choose = (id: string, isChosen: boolean) => {
    const ids = new Set(chosen);
    if (isChosen) {
      ids.add(id);
    } else {
      ids.delete(id);
    }

    onChosen(ids);
  };
  return (
    <DataTable
      caption="Dead letters, newest first"
      hideCaption
      rows={tasks}
      keyOf={t => t.id}
      empty="No task was set aside."
      columns={[
        { title: 'Chosen', cell: t => <input type="checkbox" aria-label={`Choose ${t.id}`} checked={chosen.has(t.id)} onChange={event => choose(t.id, event.currentTarget.checked)} /> },
        { title: 'Task', isHeader: true, cell: t => <a href={linkTo('tasks', t.id)} title={t.id}>{shortId(t.id)}</a> },
        { title: 'Agent', cell: t => t.agent },
        { title: 'Reason', cell: t => <><code>{t.error?.code}</code> {t.error?.message}</> },
        { title: 'Set aside', cell: t => t.finishedAt ? moment(t.finishedAt) : '–' },
        { title: 'Cost', isNumber: true, cell: t => money(t.cost) },
      ]} />
  );
}
