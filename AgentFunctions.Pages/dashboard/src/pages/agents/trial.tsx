import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../../api/client';
import { type Problem, problemFrom } from '../../api/problem';
import type { Happened } from '../../api/stream';
import { type Agent, lanes, type Task } from '../../api/types';
import { money, shortId } from '../../format';
import { ProblemNote } from '../../parts/problemNote';
import { StatusBadge } from '../../parts/statusBadge';
import { linkTo } from '../../route';
import { followTask } from '../../taskStream';
import { describe } from './happenings';
import { InputFields, inputOf } from './inputFields';

/** Gives the agent a task and shows what happens to it, with the answer while it is written. */
export function Trial({ agent }: { agent: Agent }) {
  const [fields, setFields] = useState<Record<string, string>>({});
  const [lane, setLane] = useState<string>('interactive');
  const [mayReuse, setMayReuse] = useState(false);
  const run = useRun();
  const submit = (event: Event) => {
    event.preventDefault();
    run.start({ agent: agent.name, input: inputOf(agent, fields), lane, stream: true, ...(!mayReuse && { cache: { use: false } }) });
  };
  return (
    <>
      <form class="card trial" onSubmit={submit}>
        <h2>Try it</h2>
        <InputFields agent={agent} values={fields} onChanged={setFields} />
        <div class="filters">
          <label>Lane
            <select value={lane} onChange={event => setLane(event.currentTarget.value)}>{lanes.map(l => <option key={l} value={l}>{l}</option>)}</select>
          </label>
          <label class="inline"><input type="checkbox" checked={mayReuse} onChange={event => setMayReuse(event.currentTarget.checked)} />An answer from the cache will do</label>
          <button type="submit" class="strong" disabled={run.isRunning}>Run</button>
        </div>
      </form>
      <ProblemNote problem={run.problem} />
      {run.id && (
        <section class="card" aria-label="What happens">
          <h2>Task <a href={linkTo('tasks', run.id)} title={run.id}>{shortId(run.id)}</a> {run.task && <StatusBadge status={run.task.status} />}</h2>
          <div role="log" aria-label="Events"><ol class="happenings">{run.lines.map((line, i) => <li key={i}>{line}</li>)}</ol></div>
          {run.text && !run.task && <pre aria-label="Answer so far">{run.text}</pre>}
          {run.task?.result !== undefined && <pre tabIndex={0} aria-label="Result as JSON">{JSON.stringify(run.task.result, undefined, 2)}</pre>}
          {run.task && <p>Cost {money(run.task.cost)}{run.task.model && ` on ${run.task.model}`}.</p>}
        </section>
      )}
    </>
  );
}

function useRun() {
  const [id, setId] = useState<string>();
  const [text, setText] = useState('');
  const [lines, setLines] = useState<readonly string[]>([]);
  const [task, setTask] = useState<Task>();
  const [problem, setProblem] = useState<Problem>();
  const [isRunning, setIsRunning] = useState(false);
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  const tell = (event: Happened) => {
    const line = describe(event);
    if (line) {
      setLines(before => [...before, line]);
    }
  };

  const start = async (body: object) => {
    stop.current?.();
    setId(undefined);
    setText('');
    setLines([]);
    setTask(undefined);
    setProblem(undefined);
    setIsRunning(true);
    try {
      // A key of its own: should the answer get lost, the browser may send the request again.
      const accepted = await post<{ id: string }>('tasks', body, { 'idempotency-key': crypto.randomUUID() });
      setId(accepted.id);
      stop.current = followTask(accepted.id, {
        text: setText,
        happened: tell,
        ended: (ended, event) => { tell(event); setTask(ended); setIsRunning(false); },
        refused: refusal => { setProblem(refusal); setIsRunning(false); },
      });
    } catch (error) {
      setProblem(problemFrom(error));
      setIsRunning(false);
    }
  };
  return { id, text, lines, task, problem, isRunning, start: (body: object) => void start(body) };
}
