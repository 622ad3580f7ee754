/** The gateway's API, as a person of the demo uses it. */
export interface DemoApi {
  get<T>(path: string): Promise<T>;
  /** @param key the same request sent again changes nothing. */
  post(path: string, body: unknown, key: string): Promise<Response>;
  put(path: string, body: unknown): Promise<Response>;
}

/** Undefined where somebody has changed the demo's passwords: then the records are his too. */
export async function enter(gateway: string, login: string, password: string): Promise<DemoApi | undefined> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', Origin: gateway };
  const entered = await fetch(`${gateway}/api/v1/auth/login`, {
    ...{ method: 'POST', headers },
    body: JSON.stringify({ login, password }),
  });
  if (!entered.ok) return undefined;
  headers['Cookie'] = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    async get<T>(path: string) {
      const answer = await fetch(`${gateway}/api/v1${path}`, { headers });
      if (!answer.ok) throw new Error(`The demo cannot read ${path}: ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    post: (path, body, key) =>
      fetch(`${gateway}/api/v1${path}`, {
        ...{ method: 'POST', headers: { ...headers, 'Idempotency-Key': key } },
        body: JSON.stringify(body),
      }),
    put: (path, body) =>
      fetch(`${gateway}/api/v1${path}`, { method: 'PUT', headers, body: JSON.stringify(body) }),
  };
}
