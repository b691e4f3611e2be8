import type { CostReport } from '../../api/types';
import { day, hour, money } from '../../format';
import { axes } from '../../parts/axes';
import { Chart } from '../../parts/chart';
import { type Dimension, type Period, stepsOf } from './periods';

const shownApart = 7;

interface Series {
  name: string;
  cost: number;
  ofStep: Map<number, number>;
}

/** Bars by hour or day, with the dearest ones told apart. */
export function CostsOverTime({ report, by, step }: { report: CostReport; by: Dimension; step: Period['step'] }) {
  const steps = stepsOf(report.hours.from, report.hours.to, step);
  const series = seriesOf(report, by, step);
  const nameOf = (at: string) => step === 'hour' ? hour(at) : day(at);
  const costOf = (s: Series, at: string) => s.ofStep.get(Date.parse(at)) ?? 0;
  return (
    <Chart
      title={`Cost by ${step} and ${by}`}
      summary={series.length === 0 ? 'Nothing was spent.' : `${series[0]!.name} cost the most, ${money(series[0]!.cost)}.`}
      draw={theme => ({
        type: 'bar',
        data: {
          labels: steps.map(nameOf),
          datasets: series.map((s, i) => ({ label: s.name, data: steps.map(at => costOf(s, at)), backgroundColor: theme.series[i]! })),
        },
        options: axes(theme, { isStacked: true, write: money }),
      })}
      rows={steps}
      keyOf={at => at}
      columns={[
        { title: step === 'hour' ? 'Hour' : 'Day', isHeader: true, cell: nameOf },
        ...series.map(s => ({ title: s.name, isNumber: true, cell: (at: string) => money(costOf(s, at)) })),
      ]} />
  );
}

function seriesOf(report: CostReport, by: Dimension, step: Period['step']): Series[] {
  const found = new Map<string, Series>();
  for (const row of report.rows) {
    const name = row[by] ?? 'none';
    const series = found.get(name) ?? { name, cost: 0, ofStep: new Map() };
    const at = Date.parse((step === 'hour' ? row.hour : row.day) ?? report.hours.from);
    series.cost += row.cost;
    series.ofStep.set(at, (series.ofStep.get(at) ?? 0) + row.cost);
    found.set(name, series);
  }

  const dearest = [...found.values()].sort((a, b) => b.cost - a.cost);
  const rest = dearest.slice(shownApart);
  return rest.length === 0 ? dearest : [...dearest.slice(0, shownApart), together(rest)];
}

function together(rest: readonly Series[]): Series {
  const all: Series = { name: `${rest.length} others`, cost: 0, ofStep: new Map() };
  for (const series of rest) {
    all.cost += series.cost;
    series.ofStep.forEach((cost, at) => all.ofStep.set(at, (all.ofStep.get(at) ?? 0) + cost));
  }

  return all;
}
