import type { TopReport } from '../../api/types';
import { count, money, percent } from '../../format';
import { axes } from '../../parts/axes';
import { Chart } from '../../parts/chart';

/** Which share of the cost the dearest tasks make, beside what it were if all cost the same. */
export function ParetoCurve({ report }: { report: TopReport }) {
  const points = [{ percent: 0, tasks: 0, cost: 0, share: 0 }, ...report.pareto];
  return (
    <Chart
      title="Share of the cost by the dearest tasks"
      summary={report.summary}
      draw={theme => {
        const options = axes(theme, { isLine: true, write: value => percent(value, 0), largest: 1 });
        return {
          type: 'line',
          data: {
            datasets: [
              { label: 'Measured', data: points.map(p => ({ x: p.percent, y: p.share })), borderColor: theme.accent, backgroundColor: theme.accent, pointRadius: 4, fill: false },
              { label: 'If all cost the same', data: [{ x: 0, y: 0 }, { x: 100, y: 1 }], borderColor: theme.text, backgroundColor: theme.text, borderDash: [6, 4], pointRadius: 0 },
            ],
          },
          options: {
            ...options,
            interaction: { mode: 'nearest', intersect: false },
            scales: {
              x: { type: 'linear', min: 0, max: 100, grid: { display: false }, ticks: { color: theme.text, callback: value => `${value}%` }, title: { display: true, text: 'of the tasks, dearest first', color: theme.text } },
              y: options.scales!.y!,
            },
          },
        };
      }}
      rows={report.pareto}
      keyOf={p => String(p.percent)}
      columns={[
        { title: 'Dearest tasks', isHeader: true, cell: p => `${p.percent}%` },
        { title: 'Tasks', isNumber: true, cell: p => count(p.tasks) },
        { title: 'Cost', isNumber: true, cell: p => money(p.cost) },
        { title: 'Share', isNumber: true, cell: p => percent(p.share) },
      ]} />
  );
}
