import { get } from '../../api/client';
import type { Agent } from '../../api/types';
import { count, percent } from '../../format';
import { useLoaded } from '../../load';
import { DataTable } from '../../parts/dataTable';
import { ProblemNote } from '../../parts/problemNote';
import { linkTo } from '../../route';
import { Trial } from './trial';

/** What there is to give tasks to, and a place to try it. */
export function AgentsPage({ name }: { name: string | undefined }) {
  const agents = useLoaded(signal => get<{ agents: Agent[] }>('agents', {}, signal), []);
  const all = agents.value?.agents ?? [];
  const chosen = all.find(a => a.name === name);
  return (
    <>
      <h1>{chosen ? <>Agent {chosen.name}</> : 'Agents'}</h1>
      <ProblemNote problem={agents.problem} />
      {agents.value && name && !chosen && <p class="problem" role="alert">There is no agent '{name}'. There are: {all.map(a => a.name).join(', ')}.</p>}
      {chosen
        ? <OneAgent key={chosen.name} agent={chosen} />
        : (
          <DataTable
            caption="Agents"
            hideCaption
            rows={all}
            keyOf={a => a.name}
            {...(agents.value && { empty: 'There is none: an agent is a file agents/NAME.agent.md.' })}
            columns={[
              { title: 'Agent', isHeader: true, cell: a => <a href={linkTo('agents', a.name)}>{a.name}</a> },
              { title: 'What it does', cell: a => a.description },
              { title: 'Version', cell: a => a.version },
              { title: 'Quality', isNumber: true, cell: a => a.quality === undefined ? '–' : percent(a.quality) },
              { title: 'Tools', cell: a => a.tools.join(', ') || '–' },
              { title: 'Checks', cell: a => a.checks.join(', ') || '–' },
            ]} />
        )}
    </>
  );
}

function OneAgent({ agent }: { agent: Agent }) {
  return (
    <>
      <p>{agent.description} <span class="hint">Version {agent.version}, at most {count(agent.maxOutputTokens)} tokens an answer.</span></p>
      <p><a href={linkTo('tasks', undefined, { agent: agent.name })}>Its tasks</a> · <a href={linkTo('agents')}>All agents</a></p>
      <Trial agent={agent} />
      <section class="card">
        <details>
          <summary>Shape of its answer</summary>
          <pre tabIndex={0} aria-label="JSON schema of the answer">{JSON.stringify(agent.output, undefined, 2)}</pre>
        </details>
      </section>
    </>
  );
}
