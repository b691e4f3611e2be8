import type { Savings } from './api/types';

/** US dollars, by all means together; below 0 where routing cost more than it saved. */
export const saved = (line: Savings): number =>
  line.savedByCache + line.savedByCoalescing + line.savedByRouting + line.savedByBatching;
