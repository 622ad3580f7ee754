/** The owner changes the demo's settings, as /admin does. */
import type { Settings, Site } from '@ringback/model';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';

/** Resolves with the settings as they were. */
export async function changeSettings(
  gateway: string,
  change: (settings: Settings) => Settings,
): Promise<Settings> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', Origin: gateway };
  const body = JSON.stringify({ login: 'admin', password: DEMO_PASSWORD });
  const entered = await fetch(`${gateway}/api/v1/auth/login`, { method: 'POST', headers, body });
  headers['Cookie'] = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const read = await fetch(`${gateway}/api/v1/settings`, { headers });
  const { settings, version } = (await read.json()) as { settings: Settings; version: number };
  const stored = await fetch(`${gateway}/api/v1/settings`, {
    ...{ method: 'PUT', headers },
    body: JSON.stringify({ settings: change(settings), version }),
  });
  if (!stored.ok) throw new Error(`The settings were refused: ${await stored.text()}`);
  return settings;
}

export async function changeSite(gateway: string, change: Partial<Site>): Promise<void> {
  await changeSettings(gateway, (settings) => ({
    ...settings,
    sites: settings.sites.map((site) => ({ ...site, ...change })),
  }));
}
