import type { Overview } from '../../api/types';
import { count, hour, money } from '../../format';
import { axes } from '../../parts/axes';
import { Chart } from '../../parts/chart';

/** The last 24 hours: what ended, and what it cost. */
export function HoursCharts({ hours }: { hours: Overview['hours'] }) {
  const tasks = hours.reduce((sum, h) => sum + h.tasks, 0);
  const succeeded = hours.reduce((sum, h) => sum + h.succeeded, 0);
  const cost = hours.reduce((sum, h) => sum + h.cost, 0);
  const saved = hours.reduce((sum, h) => sum + h.saved, 0);
  const labels = hours.map(h => hour(h.hour));
  return (
    <>
      <Chart
        title="Tasks ended by hour"
        summary={`${count(tasks)} in the last 24 hours, of which ${count(succeeded)} succeeded.`}
        draw={theme => ({
          type: 'bar',
          data: {
            labels,
            datasets: [
              { label: 'Succeeded', data: hours.map(h => h.succeeded), backgroundColor: theme.good },
              { label: 'Did not succeed', data: hours.map(h => h.tasks - h.succeeded), backgroundColor: theme.bad },
            ],
          },
          options: axes(theme, { isStacked: true, write: value => Number.isInteger(value) ? count(value) : '' }),
        })}
        rows={hours}
        keyOf={h => h.hour}
        columns={[
          { title: 'Hour', isHeader: true, cell: h => hour(h.hour) },
          { title: 'Succeeded', isNumber: true, cell: h => count(h.succeeded) },
          { title: 'Did not succeed', isNumber: true, cell: h => count(h.tasks - h.succeeded) },
        ]} />
      <Chart
        title="Cost by hour"
        summary={`${money(cost)} spent and ${money(saved)} saved in the last 24 hours.`}
        draw={theme => ({
          type: 'bar',
          data: {
            labels,
            datasets: [
              { label: 'Spent', data: hours.map(h => h.cost), backgroundColor: theme.accent },
              { label: 'Saved', data: hours.map(h => h.saved), backgroundColor: theme.series[2]! },
            ],
          },
          options: axes(theme, { write: money }),
        })}
        rows={hours}
        keyOf={h => h.hour}
        columns={[
          { title: 'Hour', isHeader: true, cell: h => hour(h.hour) },
          { title: 'Spent', isNumber: true, cell: h => money(h.cost) },
          { title: 'Saved', isNumber: true, cell: h => money(h.saved) },
        ]} />
    </>
  );
}
