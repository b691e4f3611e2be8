import { useEffect, useRef, useState } from 'preact/hooks';
import { forgetKey, currentKey } from './api/credentials';
import { LiveContext, useOverviewStream } from './live';
import { AgentsPage } from './pages/agents/agentsPage';
import { CostsPage } from './pages/costs/costsPage';
import { DeadLettersPage } from './pages/deadLetters/deadLettersPage';
import { OverviewPage } from './pages/overview/overviewPage';
import { TaskPage } from './pages/tasks/taskPage';
import { TasksPage } from './pages/tasks/tasksPage';
import { SignIn } from './parts/signIn';
import { linkTo, type Route, useRoute } from './route';

const pages = [
  { page: 'overview', title: 'Overview' },
  { page: 'tasks', title: 'Tasks' },
  { page: 'costs', title: 'Costs' },
  { page: 'dead-letters', title: 'Dead letters' },
  { page: 'agents', title: 'Agents' },
];

export function App() {
  // A new key is a new reader: nothing that the old one saw stays.
  const [reader, setReader] = useState(0);
  return <Shell key={reader} onKeyChanged={() => setReader(r => r + 1)} />;
}

function Shell({ onKeyChanged }: { onKeyChanged(): void }) {
  const route = useRoute();
  const live = useOverviewStream();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const title = pages.find(p => p.page === route.page)?.title ?? 'Not found';
  useEffect(() => {
    document.title = `${title} · Agent Functions`;
    if (!isFirst.current) {
      // As a page load would: a screen reader goes on at the new page.
      main.current?.focus();
      scrollTo(0, 0);
    }

    isFirst.current = false;
  }, [route.page, route.id]);

  const mustSignIn = live.problem?.status === 401;
  return (
    <LiveContext.Provider value={live}>
      <a class="skip" href="#main" onClick={event => { event.preventDefault(); main.current?.focus(); }}>Skip to content</a>
      <header class="top">
        <a class="brand" href={linkTo('overview')}><img src="icon.svg" alt="" width="24" height="24" />Agent Functions</a>
        <nav aria-label="Pages">
          <ul>
            {pages.map(p => <li key={p.page}><a href={linkTo(p.page)} aria-current={p.page === route.page ? 'page' : undefined}>{p.title}</a></li>)}
          </ul>
        </nav>
        <div class="top-end">
          <span class={`live ${live.isConnected ? 'is-live' : ''}`} role="status">{live.isConnected ? 'Live' : mustSignIn ? 'Signed out' : 'Connecting'}</span>
          <a href="../docs">API</a>
          {currentKey() && <button type="button" class="plain" onClick={() => { forgetKey(); onKeyChanged(); }}>Sign out</button>}
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {mustSignIn ? <SignIn problem={live.problem!} onKey={onKeyChanged} /> : <Page route={route} />}
      </main>
    </LiveContext.Provider>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'overview': return <OverviewPage />;
    case 'tasks': return route.id ? <TaskPage key={route.id} id={route.id} /> : <TasksPage query={route.query} />;
    case 'costs': return <CostsPage query={route.query} />;
    case 'dead-letters': return <DeadLettersPage query={route.query} />;
    case 'agents': return <AgentsPage name={route.id} />;
    default: return <><h1>Not found</h1><p>There is no such page. <a href={linkTo('overview')}>Overview</a></p></>;
  }
}
