import type { ComponentChildren } from 'preact';
import type { Task } from '../../api/types';
import { count, decimal, moment, money } from '../../format';
import { linkTo } from '../../route';

export function Facts({ task }: { task: Task }) {
  const facts: [string, ComponentChildren][] = [
    ['Agent', <a href={linkTo('agents', task.agent)}>{task.agent}</a>],
    ['Version', task.agentVersion],
    ['Tenant', task.tenant],
    ['Lane', task.lane],
    ['Position', task.position === undefined ? undefined : `about ${count(task.position)}`],
    ['Waits', task.waitingFor && `${task.waitingFor.message} Looked at again ${moment(task.waitingFor.until)}.`],
    ['Waits for', task.waitsFor && <a href={linkTo('tasks', task.waitsFor)}>an identical task</a>],
    ['Not before', task.notBefore && moment(task.notBefore)],
    ['Deadline', task.deadline && moment(task.deadline)],
    ['Next attempt', task.nextAttemptAt && moment(task.nextAttemptAt)],
    ['Model', task.model],
    ['Answered by', task.answeredBy && <><a href={linkTo('tasks', task.answeredBy.task)}>{task.answeredBy.origin === 'cache' ? 'an earlier task' : 'an identical task'}</a>, which saved {money(task.answeredBy.saved)}</>],
    ['Cost', money(task.cost)],
    ['Tokens', `${count(task.usage.inputTokens)} in (${count(task.usage.cachedInputTokens)} from the provider's cache), ${count(task.usage.outputTokens)} out${task.usage.estimated ? ', estimated' : ''}`],
    ['Callback', task.callback && `${task.callback.status} to ${task.callback.target}, ${count(task.callback.tries)} tries${task.callback.lastError ? `: ${task.callback.lastError}` : ''}`],
    ['Feedback', task.feedback && `${decimal(task.feedback.score)}${task.feedback.note ? `: ${task.feedback.note}` : ''}`],
    ...Object.entries(task.metadata).map(([name, value]): [string, string] => [name, value]),
  ];
  return (
    <section class="card">
      <h2>Facts</h2>
      <dl class="facts">
        {facts.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
    </section>
  );
}

export function Answer({ result }: { result: unknown }) {
  return (
    <section class="card">
      <h2>Result</h2>
      <pre tabIndex={0} aria-label="Result as JSON">{JSON.stringify(result, undefined, 2)}</pre>
    </section>
  );
}
