/** What the ledger adds up by, as far as it is a matter of who and what. */
export const dimensions = ['agent', 'model', 'tenant', 'lane'] as const;
export type Dimension = typeof dimensions[number];

export interface Period {
  name: string;
  title: string;
  /** What one bar stands for. */
  step: 'hour' | 'day';
  /** Start, as RFC 3339. */
  from(): string;
}

const ago = (days: number) => () => new Date(Date.now() - days * 86_400_000).toISOString();

export const periods: readonly Period[] = [
  { name: 'day', title: 'last 24 hours', step: 'hour', from: ago(1) },
  { name: 'week', title: 'last 7 days', step: 'day', from: ago(7) },
  { name: 'month', title: 'last 30 days', step: 'day', from: ago(30) },
];

export const periodOf = (name: string | null): Period => periods.find(p => p.name === name) ?? periods[0]!;

/** Every step of a range, also those in which nothing was spent: a gap is a finding too. */
export function stepsOf(from: string, to: string, step: Period['step']): string[] {
  const length = step === 'hour' ? 3_600_000 : 86_400_000;
  const steps: string[] = [];
  for (let at = Math.floor(Date.parse(from) / length) * length; at < Date.parse(to); at += length) {
    steps.push(new Date(at).toISOString());
  }

  return steps;
}
