import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from './api/problem';
import { follow } from './api/stream';
import type { Overview } from './api/types';

/** The overview as it was last told, and since when this page has been listening. */
export interface Live {
  overview: Overview | undefined;
  isConnected: boolean;
  problem: Problem | undefined;
  recent: readonly Moment[];
}

/** One point of the curves that grow while the page is open. */
export interface Moment {
  at: number;
  waiting: number;
  working: number;
  ended: number;
}

const momentsKept = 150;
const nothingYet: Live = { overview: undefined, isConnected: false, problem: undefined, recent: [] };

export const LiveContext = createContext<Live>(nothingYet);

export const useLive = (): Live => useContext(LiveContext);

/** Changes when a task has come, begun or ended, as long as that is wanted: what is being read must not move. */
export function useNews(isWanted: boolean): string {
  const { overview } = useLive();
  const seen = useRef('');
  if (isWanted && overview) {
    seen.current = [overview.today.tasks, ...overview.lanes.flatMap(l => [l.depth, l.inFlight])].join();
  }

  return seen.current;
}

/** Listens to the overview as long as the page is open. */
export function useOverviewStream(): Live {
  const [live, setLive] = useState(nothingYet);
  useEffect(() => follow('overview/events', {
    happened({ event, data }) {
      if (event === 'overview') {
        const overview = data as Overview;
        setLive(before => ({ ...before, overview, problem: undefined, recent: [...before.recent, momentOf(overview)].slice(-momentsKept) }));
      }
    },
    connected: (isConnected, problem) => setLive(before => ({ ...before, isConnected, problem })),
    refused: problem => setLive(before => ({ ...before, isConnected: false, problem })),
  }), []);
  return live;
}

function momentOf(overview: Overview): Moment {
  const sum = (of: (lane: Overview['lanes'][number]) => number) => overview.lanes.reduce((total, lane) => total + of(lane), 0);
  return { at: Date.parse(overview.at), waiting: sum(l => l.depth), working: sum(l => l.inFlight), ended: overview.today.tasks };
}
