import type { Today } from '../../api/types';
import { count, money } from '../../format';
import { DataTable } from '../../parts/dataTable';

/** What was not spent today, and why. */
export function SavedTable({ today }: { today: Today }) {
  const rows = [
    { name: 'Cache', what: `${count(today.cacheHits)} tasks answered without a model`, saved: today.savedByCache },
    { name: 'Coalescing', what: `${count(today.coalesced)} tasks given the answer of an identical one`, saved: today.savedByCoalescing },
    { name: 'Routing', what: 'tasks sent to a cheaper model that was good enough', saved: today.savedByRouting },
    { name: 'Batching', what: `${count(today.batched)} tasks shared a model call`, saved: today.savedByBatching },
  ];
  return (
    <DataTable
      caption="Saved today"
      rows={rows}
      keyOf={r => r.name}
      columns={[
        { title: 'By', isHeader: true, cell: r => r.name },
        { title: 'What', cell: r => r.what },
        { title: 'Saved', isNumber: true, cell: r => money(r.saved) },
      ]} />
  );
}
