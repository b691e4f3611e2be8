import type { ComponentChildren } from 'preact';
import type { Attempt, Task } from '../../api/types';
import { between, moment, money, words } from '../../format';

interface Moment {
  at: string;
  what: ComponentChildren;
}

/** What happened, in its order, with the time since the moment before. */
export function Timeline({ task }: { task: Task }) {
  const moments = momentsOf(task);
  return (
    <section class="card">
      <h2>Timeline</h2>
      <ol class="timeline">
        {moments.map((m, i) => (
          <li key={i}>
            <time dateTime={m.at}>{moment(m.at)}</time>
            {i > 0 && <span class="hint"> after {between(moments[i - 1]!.at, m.at)}</span>}
            <div>{m.what}</div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function momentsOf(task: Task): Moment[] {
  const moments: Moment[] = [
    { at: task.createdAt, what: 'Accepted' },
    ...task.attempts.flatMap(ofAttempt),
    ...(task.redrives ?? []).map(r => ({ at: r.at, what: `Sent round again after ${r.error.code}${r.patched.length > 0 ? `, with another ${r.patched.join(', ')}` : ''}` })),
  ];
  if (task.finishedAt) {
    moments.push({ at: task.finishedAt, what: <strong>{capital(words(task.status))}</strong> });
  }

  if (task.feedback) {
    moments.push({ at: task.feedback.at, what: `Feedback: ${task.feedback.score}` });
  }

  if (task.callback?.deliveredAt) {
    moments.push({ at: task.callback.deliveredAt, what: `Told to ${task.callback.target}` });
  }

  // Stable: what has the same time stays in the order of its making.
  return moments.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function ofAttempt(attempt: Attempt): Moment[] {
  const began = { at: attempt.startedAt, what: <>Attempt {attempt.number} on <code>{attempt.worker}</code></> };
  const turns = (attempt.turns ?? []).map(t => ({ at: t.at, what: `${t.model}: ${words(t.outcome)}${t.reason ? ` (${t.reason})` : ''}, ${money(t.cost)}` }));
  const calls = attempt.turns ? [] : (attempt.calls ?? []).map(c => ({ at: c.at, what: `Model call to ${c.model}, ${money(c.cost)}` }));
  const failed = attempt.error && attempt.finishedAt ? [{ at: attempt.finishedAt, what: `Attempt ${attempt.number} failed: ${attempt.error.message}` }] : [];
  return [began, ...turns, ...calls, ...failed];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
