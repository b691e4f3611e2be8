import { type Inputs, useCallback, useEffect, useState } from 'preact/hooks';
import { type Problem, problemFrom } from './api/problem';

export interface Loaded<T> {
  value: T | undefined;
  problem: Problem | undefined;
  isLoading: boolean;
  reload(): void;
}

/** Asks again whenever what is asked has changed, and keeps the last answer until the next is there. */
export function useLoaded<T>(ask: (signal: AbortSignal) => Promise<T>, inputs: Inputs): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({ value: undefined, problem: undefined, isLoading: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setState(before => ({ ...before, isLoading: true }));
    ask(stop.signal).then(
      value => setState({ value, problem: undefined, isLoading: false }),
      error => {
        if (!stop.signal.aborted) {
          setState(before => ({ ...before, problem: problemFrom(error), isLoading: false }));
        }
      });
    return () => stop.abort();
  }, [...inputs, round]);
  return { ...state, reload: useCallback(() => setRound(r => r + 1), []) };
}
