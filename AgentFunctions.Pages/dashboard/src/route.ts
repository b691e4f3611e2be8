import { useEffect, useState } from 'preact/hooks';

/** Where the reader is: `#/tasks/ID?x=y` is page `tasks`, with the id and what is asked of it. */
export interface Route {
  page: string;
  id: string | undefined;
  query: URLSearchParams;
}

export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [page = '', id] = path.split('/');
  return { page: page || 'overview', id: id ? decodeURIComponent(id) : undefined, query: new URLSearchParams(query) };
}

export function linkTo(page: string, id?: string, query: Record<string, string> = {}): string {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return `#/${page}${id ? `/${encodeURIComponent(id)}` : ''}${asked ? `?${asked}` : ''}`;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const changed = () => setRoute(routeOf(location.hash));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}
