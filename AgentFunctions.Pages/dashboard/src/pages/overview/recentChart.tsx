import { count, hour } from '../../format';
import type { Moment } from '../../live';
import { axes } from '../../parts/axes';
import { Chart } from '../../parts/chart';

/** What waits and what is being worked on, from when the page was opened. */
export function RecentChart({ moments }: { moments: readonly Moment[] }) {
  const timeOf = (m: Moment) => new Date(m.at).toLocaleTimeString();
  const last = moments.at(-1);
  // One point makes no line.
  const pointRadius = moments.length > 1 ? 0 : 3;
  return (
    <Chart
      title="Waiting and in progress, live"
      summary={last ? `${count(last.waiting)} waiting and ${count(last.working)} in progress at ${hour(new Date(last.at).toISOString())}.` : 'Nothing told yet.'}
      draw={theme => ({
        type: 'line',
        data: {
          labels: moments.map(timeOf),
          datasets: [
            { label: 'Waiting', data: moments.map(m => m.waiting), borderColor: theme.series[1]!, backgroundColor: theme.series[1]!, pointRadius, stepped: true },
            { label: 'In progress', data: moments.map(m => m.working), borderColor: theme.series[0]!, backgroundColor: theme.series[0]!, pointRadius, stepped: true, borderDash: [6, 3] },
          ],
        },
        options: axes(theme, { isLine: true, write: value => Number.isInteger(value) ? count(value) : '' }),
      })}
      rows={[...moments].reverse()}
      keyOf={m => String(m.at)}
      columns={[
        { title: 'Time', isHeader: true, cell: timeOf },
        { title: 'Waiting', isNumber: true, cell: m => count(m.waiting) },
        { title: 'In progress', isNumber: true, cell: m => count(m.working) },
        { title: 'Ended today', isNumber: true, cell: m => count(m.ended) },
      ]} />
  );
}
