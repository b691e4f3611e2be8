import type { ComponentChildren } from 'preact';

/** One figure with its name. */
export function Stat({ name, value, note }: { name: string; value: string; note?: ComponentChildren }) {
  return (
    <div class="stat card">
      <dt>{name}</dt>
      <dd><span class="figure">{value}</span>{note && <span class="hint">{note}</span>}</dd>
    </div>
  );
}
