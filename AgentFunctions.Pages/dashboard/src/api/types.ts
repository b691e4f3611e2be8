// What the API answers, as far as the dashboard reads it. Money is US dollars, times are RFC 3339; what does not apply is left out.

export type Status = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'deadLettered';
export const statuses: readonly Status[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'deadLettered'];
export const lanes = ['interactive', 'standard', 'economy'] as const;

export interface Usage {
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  estimated: boolean;
}

export interface TaskError {
  code: string;
  message: string;
}

export interface ModelTurn {
  at: string;
  model: string;
  outcome: string;
  passRate?: number;
  cost: number;
  reason?: string;
}

export interface ModelCall {
  at: string;
  model: string;
  usage: Usage;
  cost: number;
}

export interface Attempt {
  number: number;
  worker: string;
  startedAt: string;
  finishedAt?: string;
  model?: string;
  cost: number;
  turns?: ModelTurn[];
  calls?: ModelCall[];
  error?: TaskError;
}

export interface RouteCandidate {
  model: string;
  verdict: string;
  expectedCost: number;
  passRate: number;
  lowerPassRate: number;
  trials: number;
}

export interface Route {
  model: string;
  quality: number;
  meetsGoal: boolean;
  candidates: RouteCandidate[];
  goingRate?: number;
  because?: { feature: string; logOdds: number }[];
  costOnBestModel?: number;
}

export interface Redrive {
  at: string;
  error: TaskError;
  patched: string[];
}

export interface Callback {
  target: string;
  status: string;
  tries: number;
  nextTryAt?: string;
  lastTryAt?: string;
  lastStatus?: number;
  lastError?: string;
  deliveredAt?: string;
}

export interface Task {
  id: string;
  status: Status;
  agent: string;
  agentVersion: string;
  lane: string;
  tenant: string;
  createdAt: string;
  notBefore?: string;
  deadline?: string;
  startedAt?: string;
  finishedAt?: string;
  nextAttemptAt?: string;
  position?: number;
  model?: string;
  route?: Route;
  usage: Usage;
  cost: number;
  answeredBy?: { origin: string; task: string; saved: number };
  waitsFor?: string;
  waitingFor?: { code: string; message: string; until: string };
  attempts: Attempt[];
  redrives?: Redrive[];
  metadata: Record<string, string>;
  error?: TaskError;
  feedback?: { score: number; note?: string; at: string };
  callback?: Callback;
  result?: unknown;
}

export interface TaskPage {
  tasks: Task[];
  next?: string;
}

export interface DeadLetterPage {
  deadLetters: Task[];
  next?: string;
}

export interface RedriveReport {
  dryRun: boolean;
  matched: number;
  redriven: number;
  more: boolean;
  items: { id: string; outcome: string; detail?: string }[];
}

export interface Lane {
  lane: string;
  depth: number;
  inFlight: number;
  oldestAgeSeconds?: number;
  serviceRate: number;
  estimatedWaitSeconds?: number;
  scheduled: number;
  deadLettered: number;
}

export interface Workers {
  now: number;
  busy: number;
  min: number;
  max: number;
}

/** What was not spent. */
export interface Savings {
  savedByCache: number;
  savedByCoalescing: number;
  savedByRouting: number;
  savedByBatching: number;
  cacheHits: number;
  coalesced: number;
  batched: number;
}

export interface Today extends Savings {
  from: string;
  tasks: number;
  succeeded: number;
  successRate?: number;
  calls: number;
  cost: number;
}

export interface Overview {
  at: string;
  lanes: Lane[];
  workers?: Workers;
  webhooks: { depth: number; scheduled: number; deadLettered: number };
  today: Today;
  hours: { hour: string; tasks: number; succeeded: number; cost: number; saved: number }[];
}

export interface Agent {
  name: string;
  description: string;
  version: string;
  input: { name: string; required: boolean }[];
  output: unknown;
  quality?: number;
  tools: string[];
  checks: string[];
  maxOutputTokens: number;
}

export interface CostLine extends Savings {
  tenant?: string;
  agent?: string;
  model?: string;
  lane?: string;
  hour?: string;
  day?: string;
  tasks: number;
  succeeded: number;
  calls: number;
  usage: Usage;
  cost: number;
  costPerTask?: number;
  judged: number;
  passRate?: number;
}

export interface CostReport {
  hours: { from: string; to: string };
  by: string[];
  rows: CostLine[];
  totals: CostLine;
}

export interface GroupCost {
  agent: string;
  model: string;
  tasks: number;
  calls: number;
  cost: number;
  share: number;
}

export interface TopReport {
  tasks: number;
  cost: number;
  summary: string;
  gini?: number;
  pareto: { percent: number; tasks: number; cost: number; share: number }[];
  groups: { count: number; of: number; cost: number; share: number; items: GroupCost[] };
  topTasks: { count: number; of: number; cost: number; share: number; items: { id: string; agent: string; model: string; cost: number; share: number }[] };
  outliers: { agent: string; tasks: number; medianTokens: number; thresholdTokens: number; outliers: number; cost: number; worst: { id: string; model: string; tokens: number; ratio: number; cost: number }[] }[];
  suggestions: { group: GroupCost; suggestions: { kind: string; text: string; saving?: number; tasks: number }[] }[];
}
