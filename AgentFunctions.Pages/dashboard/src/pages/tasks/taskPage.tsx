import { useEffect, useState } from 'preact/hooks';
import { get, post } from '../../api/client';
import { type Problem, problemFrom } from '../../api/problem';
import type { Task } from '../../api/types';
import { ProblemNote } from '../../parts/problemNote';
import { StatusBadge } from '../../parts/statusBadge';
import { followTask } from '../../taskStream';
import { Attempts } from './attempts';
import { Answer, Facts } from './facts';
import { Feedback } from './feedback';
import { Timeline } from './timeline';
import { WhyThisModel } from './whyThisModel';

/** One task with all that has happened to it, kept up to date while it is open. */
export function TaskPage({ id }: { id: string }) {
  const { task, text, problem, reload } = useTask(id);
  const [refusal, setRefusal] = useState<Problem>();
  const isOpen = task?.status === 'queued' || task?.status === 'running';
  const ask = (path: string, body: unknown) => post(path, body).then(() => { setRefusal(undefined); reload(); }, error => setRefusal(problemFrom(error)));
  return (
    <>
      <h1>Task <code class="id">{id}</code></h1>
      <ProblemNote problem={problem} />
      {task && (
        <>
          <p class="actions">
            <StatusBadge status={task.status} />
            {isOpen && <button type="button" onClick={() => ask(`tasks/${id}/cancel`, undefined)}>Cancel</button>}
            {task.status === 'deadLettered' && <button type="button" onClick={() => ask('dead-letters/redrive', { ids: [id] })}>Redrive</button>}
          </p>
          <ProblemNote problem={refusal} />
          {task.error && <div class="problem"><strong>{task.error.code}</strong><p>{task.error.message}</p></div>}
          <div class="columns">
            <Facts task={task} />
            <Timeline task={task} />
          </div>
          {text && isOpen && <section class="card"><h2>Being written</h2><pre aria-live="off">{text}</pre></section>}
          {task.result !== undefined && <Answer result={task.result} />}
          {task.route && <WhyThisModel route={task.route} task={task} />}
          <Attempts attempts={task.attempts} />
          {task.status === 'succeeded' && <Feedback task={task} onGiven={reload} />}
        </>
      )}
    </>
  );
}

function useTask(id: string) {
  const [task, setTask] = useState<Task>();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);

  useEffect(() => {
    const read = () => get<Task>(`tasks/${id}`).then(setTask, error => setProblem(problemFrom(error)));
    void read();
    return followTask(id, { text: setText, happened: () => void read(), ended: setTask });
  }, [id, round]);
  return { task, text, problem, reload: () => setRound(r => r + 1) };
}
