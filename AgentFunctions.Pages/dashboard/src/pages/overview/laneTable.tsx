import type { Lane } from '../../api/types';
import { count, decimal, duration } from '../../format';
import { DataTable } from '../../parts/dataTable';

export function LaneTable({ lanes }: { lanes: readonly Lane[] }) {
  const most = Math.max(1, ...lanes.map(l => l.depth));
  return (
    <DataTable
      caption="Backlog by lane"
      rows={lanes}
      keyOf={l => l.lane}
      columns={[
        { title: 'Lane', isHeader: true, cell: l => l.lane },
        { title: 'Waiting', isNumber: true, cell: l => <><meter class="depth" min={0} max={most} value={l.depth} aria-label={`Waiting in ${l.lane}, beside the other lanes`} /> {count(l.depth)}</> },
        { title: 'In progress', isNumber: true, cell: l => count(l.inFlight) },
        { title: 'For later', isNumber: true, cell: l => count(l.scheduled) },
        { title: 'Begun a minute', isNumber: true, cell: l => decimal(l.serviceRate * 60) },
        { title: 'Oldest waits', isNumber: true, cell: l => l.oldestAgeSeconds === undefined ? '–' : duration(l.oldestAgeSeconds) },
        { title: 'A new task waits', isNumber: true, cell: l => l.estimatedWaitSeconds === undefined ? 'not known' : duration(l.estimatedWaitSeconds) },
      ]} />
  );
}
