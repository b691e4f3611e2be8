import type { Problem } from '../api/problem';

/** Says what was refused, with each field that is to blame. */
export function ProblemNote({ problem }: { problem: Problem | undefined }) {
  return problem
    ? (
      <div class="problem" role="alert">
        <strong>{problem.title}</strong>
        {problem.detail && problem.detail !== problem.title && <p>{problem.detail}</p>}
        {problem.errors.length > 0 && <ul>{problem.errors.map(e => <li><code>{e.field}</code> {e.message}</li>)}</ul>}
      </div>
    )
    : null;
}
