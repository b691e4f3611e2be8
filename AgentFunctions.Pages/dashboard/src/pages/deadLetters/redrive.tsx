import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import { type Problem, problemFrom } from '../../api/problem';
import type { RedriveReport } from '../../api/types';
import { count, shortId, words } from '../../format';
import { ProblemNote } from '../../parts/problemNote';

/** Sends chosen tasks, or all that match, round again; a dry run only says what would happen. */
export function Redrive({ isThereAny, chosen, filter, onRedriven }: {
  isThereAny: boolean;
  chosen: readonly string[];
  filter: { agent: string; reason: string };
  onRedriven(): void;
}) {
  const [rate, setRate] = useState('');
  const [report, setReport] = useState<RedriveReport>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setIsBusy] = useState(false);
  const [dryRunOf, setDryRunOf] = useState<string>();
  const selection = chosen.length > 0 ? { ids: chosen } : { filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) };
  const asked = JSON.stringify(selection);
  const what = chosen.length > 0 ? `${count(chosen.length)} chosen` : 'all that match';

  const run = async (dryRun: boolean) => {
    setIsBusy(true);
    try {
      setReport(await post<RedriveReport>('dead-letters/redrive', { ...selection, dryRun, ...(rate && { rate: Number(rate) }) }));
      setProblem(undefined);
      setDryRunOf(dryRun ? asked : undefined);
      if (!dryRun) {
        onRedriven();
      }
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setIsBusy(false);
    }
  };

  // What somebody chose one by one is known; how many match is not, before they have been counted.
  const isKnown = chosen.length > 0 || dryRunOf === asked;
  if (!isThereAny && !report) {
    return null;
  }

  return (
    <section class="card">
      <h2>{isThereAny ? `Redrive ${what}` : 'Redrive'}</h2>
      <form class="filters" hidden={!isThereAny} onSubmit={event => { event.preventDefault(); void run(true); }}>
        <label>Tasks a second
          <input type="number" min="0.001" step="any" placeholder="all at once" value={rate} onInput={event => setRate(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={isBusy}>Dry run</button>
        <button type="button" class="strong" disabled={isBusy || !isKnown} onClick={() => run(false)}>Redrive {what}</button>
      </form>
      {isThereAny && !isKnown && <p class="hint">A dry run says first how many there are.</p>}
      <ProblemNote problem={problem} />
      <div role="status">{report && <Report report={report} />}</div>
    </section>
  );
}

function Report({ report }: { report: RedriveReport }) {
  const left = report.items.filter(i => i.outcome !== 'redriven');
  return (
    <>
      <p>
        {report.dryRun ? 'Dry run: ' : ''}{count(report.redriven)} of {count(report.matched)} {report.dryRun ? 'would go' : 'went'} round again.
        {report.more && ' More match than one call takes; call again for the rest.'}
      </p>
      {left.length > 0 && <ul>{left.map(i => <li key={i.id}><code>{shortId(i.id)}</code> {words(i.outcome)}{i.detail ? `: ${i.detail}` : ''}</li>)}</ul>}
    </>
  );
}
