/** The owner changes the demo's settings, as /admin does. */
import type { Settings, Site } from '@ringback/model';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';

async function asAdmin(gateway: string) {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', Origin: gateway };
  const body = JSON.stringify({ login: 'admin', password: DEMO_PASSWORD });
  const entered = await fetch(`${gateway}/api/v1/auth/login`, { method: 'POST', headers, body });
  headers['Cookie'] = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  return async <T>(method: 'GET' | 'PUT', path: string, given?: object): Promise<T> => {
    const answer = await fetch(`${gateway}/api/v1${path}`, {
      ...{ method, headers },
      ...(given && { body: JSON.stringify(given) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} was refused: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
}

/** Resolves with the settings as they were. */
export async function changeSettings(
  gateway: string,
  change: (settings: Settings) => Settings,
): Promise<Settings> {
  const ask = await asAdmin(gateway);
  const { settings, version } = await ask<{ settings: Settings; version: number }>('GET', '/settings');
  await ask('PUT', '/settings', { settings: change(settings), version });
  return settings;
}

/** Where phones register from now on. */
export async function changeSipServers(gateway: string, sipServers: readonly string[]): Promise<void> {
  const ask = await asAdmin(gateway);
  const { settings } = await ask<{ settings: object }>('GET', '/pbx/connection');
  await ask('PUT', '/pbx/connection', { settings: { ...settings, sipServers } });
}

export async function changeSite(gateway: string, change: Partial<Site>): Promise<void> {
  await changeSettings(gateway, (settings) => ({
    ...settings,
    sites: settings.sites.map((site) => ({ ...site, ...change })),
  }));
}
