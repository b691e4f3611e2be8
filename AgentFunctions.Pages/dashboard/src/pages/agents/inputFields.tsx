import type { Agent } from '../../api/types';

// An agent whose instructions name no field takes the input as a whole.
const whole = { name: 'input', required: true };

/** One field for each that the agent's instructions name. */
export function InputFields({ agent, values, onChanged }: { agent: Agent; values: Record<string, string>; onChanged(values: Record<string, string>): void }) {
  const fields = agent.input.length > 0 ? [...agent.input].sort((a, b) => Number(b.required) - Number(a.required)) : [whole];
  return (
    <>
      {fields.map(field => (
        <label key={field.name}>{field.name}{!field.required && ' (optional)'}
          <textarea
            rows={field.required ? 4 : 1}
            required={field.required}
            value={values[field.name] ?? ''}
            onInput={event => onChanged({ ...values, [field.name]: event.currentTarget.value })} />
        </label>
      ))}
      <p class="hint">JSON objects and arrays are sent as such, all else as text.</p>
    </>
  );
}

/** The task's input. A field `a.b` is field b of object a. */
export function inputOf(agent: Agent, values: Record<string, string>): unknown {
  if (agent.input.length === 0) {
    return valueOf(values[whole.name]?.trim() ?? '');
  }

  const input: Record<string, unknown> = {};
  for (const { name } of agent.input) {
    const text = values[name]?.trim();
    if (text) {
      const steps = name.split('.');
      const last = steps.pop()!;
      const holder = steps.reduce<Record<string, unknown>>((at, step) => (at[step] ??= {}) as Record<string, unknown>, input);
      holder[last] = valueOf(text);
    }
  }

  return input;
}

function valueOf(text: string): unknown {
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // A text that begins like JSON is still a text.
    }
  }

  return text;
}
