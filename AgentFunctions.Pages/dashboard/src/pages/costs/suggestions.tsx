import type { TopReport } from '../../api/types';
import { money, percent, words } from '../../format';

/** What would have made the period cheaper, computed by the server from the tasks themselves. */
export function Suggestions({ groups }: { groups: TopReport['suggestions'] }) {
  return (
    <section class="card">
      <h2>Suggestions</h2>
      {groups.length === 0 && <p class="empty">The data shows nothing to suggest.</p>}
      {groups.map(({ group, suggestions }) => (
        <section key={`${group.agent} ${group.model}`}>
          <h3>{group.agent} on {group.model} <span class="hint">{money(group.cost)}, {percent(group.share)} of the cost</span></h3>
          <ul>
            {suggestions.map(s => (
              <li key={s.text}>
                <span class="badge">{words(s.kind)}</span> {s.text}
                {s.saving !== undefined && <strong> Saves {money(s.saving)}.</strong>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {groups.length > 0 && <p class="hint">Savings overlap and do not add up.</p>}
    </section>
  );
}
