import { useState } from 'preact/hooks';
import { post } from '../../api/client';
import { type Problem, problemFrom } from '../../api/problem';
import type { Task } from '../../api/types';
import { ProblemNote } from '../../parts/problemNote';

/** What the answer is worth: evidence for the router. */
export function Feedback({ task, onGiven }: { task: Task; onGiven(): void }) {
  const [note, setNote] = useState(task.feedback?.note ?? '');
  const [problem, setProblem] = useState<Problem>();
  const give = (score: number) => post(`tasks/${task.id}/feedback`, { score, ...(note && { note }) })
    .then(() => { setProblem(undefined); onGiven(); }, error => setProblem(problemFrom(error)));
  return (
    <section class="card">
      <h2>Was it good?</h2>
      <ProblemNote problem={problem} />
      <form class="filters" onSubmit={event => event.preventDefault()}>
        <label class="grows">Note <input value={note} onInput={event => setNote(event.currentTarget.value)} /></label>
        <button type="button" aria-pressed={task.feedback?.score === 1} onClick={() => give(1)}>Good</button>
        <button type="button" aria-pressed={task.feedback?.score === 0} onClick={() => give(0)}>Not good</button>
      </form>
    </section>
  );
}
