export interface FieldError {
  field: string;
  message: string;
}

/** A refusal of the API (RFC 9457), or what stood in the way of asking it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string | undefined = undefined,
    readonly errors: readonly FieldError[] = []) {
    super(detail ?? title);
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim();
  if (!response.headers.get('content-type')?.includes('json')) {
    return new Problem(response.status, fallback);
  }

  const body = await response.json().catch(() => ({}));
  return new Problem(response.status, body.title ?? fallback, body.detail, Array.isArray(body.errors) ? body.errors : []);
}

export function problemFrom(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, 'The server cannot be reached.', error instanceof Error ? error.message : undefined);
}
