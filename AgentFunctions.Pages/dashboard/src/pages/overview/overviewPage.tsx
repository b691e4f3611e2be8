import { ProblemNote } from '../../parts/problemNote';
import { Stat } from '../../parts/stat';
import type { Overview } from '../../api/types';
import { count, money, percent } from '../../format';
import { useLive } from '../../live';
import { linkTo } from '../../route';
import { saved } from '../../savings';
import { HoursCharts } from './hoursCharts';
import { LaneTable } from './laneTable';
import { RecentChart } from './recentChart';
import { SavedTable } from './savedTable';

export function OverviewPage() {
  const { overview, problem, recent } = useLive();
  return (
    <>
      <h1>Overview</h1>
      <ProblemNote problem={problem} />
      {overview ? <Figures overview={overview} /> : !problem && <p class="empty">Asking the server.</p>}
      {overview && (
        <>
          <LaneTable lanes={overview.lanes} />
          <Callbacks webhooks={overview.webhooks} />
          <div class="charts">
            <RecentChart moments={recent} />
            <HoursCharts hours={overview.hours} />
          </div>
          <SavedTable today={overview.today} />
        </>
      )}
    </>
  );
}

function Figures({ overview: { lanes, workers, today } }: { overview: Overview }) {
  const waiting = lanes.reduce((sum, l) => sum + l.depth, 0);
  const working = lanes.reduce((sum, l) => sum + l.inFlight, 0);
  const later = lanes.reduce((sum, l) => sum + l.scheduled, 0);
  const begun = lanes.reduce((sum, l) => sum + l.serviceRate, 0);
  const savings = saved(today);
  return (
    <dl class="stats" aria-label="Now and today">
      <Stat name="Waiting" value={count(waiting)} note={`${count(working)} in progress, ${count(later)} for later`} />
      <Stat
        name="Workers"
        value={workers ? count(workers.now) : 'by demand'}
        note={workers ? `${workers.min} to ${workers.max}, ${count(workers.busy)} busy` : 'the platform starts and stops them'} />
      <Stat name="Begun a minute" value={count(begun * 60)} note={`${count(today.tasks)} ended today`} />
      <Stat
        name="Success rate today"
        value={today.successRate === undefined ? 'none yet' : percent(today.successRate)}
        note={<a href={linkTo('dead-letters')}>{count(today.tasks - today.succeeded)} did not succeed</a>} />
      <Stat name="Cost today" value={money(today.cost)} note={`${count(today.calls)} model calls`} />
      <Stat name="Saved today" value={money(savings)} note={savings + today.cost > 0 ? `${percent(savings / (savings + today.cost))} of what it would have cost` : 'nothing spent yet'} />
    </dl>
  );
}

function Callbacks({ webhooks: { depth, scheduled, deadLettered } }: { webhooks: Overview['webhooks'] }) {
  return depth + deadLettered > 0
    ? <p class="hint">Callbacks to be sent: {count(depth)}, of which {count(scheduled)} later. {deadLettered > 0 && `${count(deadLettered)} messages about callbacks could not be read.`}</p>
    : null;
}
