// The key of this browser tab: gone when the tab is closed, and never in an address.
const place = 'agentfn.key';

export const currentKey = (): string | null => sessionStorage.getItem(place);

export function keepKey(key: string): void {
  sessionStorage.setItem(place, key);
}

export function forgetKey(): void {
  sessionStorage.removeItem(place);
}

// An API key and a key of the Functions host look alike; whichever way callers identify themselves here, only one of the two headers is read.
export function credentials(): Record<string, string> {
  const key = currentKey();
  return key ? { authorization: `Bearer ${key}`, 'x-functions-key': key } : {};
}
