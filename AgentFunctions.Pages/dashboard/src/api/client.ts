import { credentials } from './credentials';
import { problemOf } from './problem';

// The pages lie at API/dashboard/.
const api = new URL('../', document.baseURI);

export type Query = Record<string, string | undefined>;

export function addressOf(path: string, query: Query = {}): string {
  const address = new URL(path, api);
  for (const [name, value] of Object.entries(query)) {
    if (value) {
      address.searchParams.set(name, value);
    }
  }

  return address.toString();
}

/** One call. Throws a Problem for anything but 2xx. */
export async function call(path: string, init: RequestInit & { query?: Query } = {}): Promise<Response> {
  const response = await fetch(addressOf(path, init.query), { ...init, headers: { ...credentials(), ...init.headers } });
  if (!response.ok) {
    throw await problemOf(response);
  }

  return response;
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return await (await call(path, { query, ...(signal && { signal }) })).json() as T;
}

export async function post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return await response.json() as T;
}
