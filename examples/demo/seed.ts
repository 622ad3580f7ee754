/** What the demo begins with: three agents, a shop that may ask for callbacks, and customers who are known already. */
import { DEFAULT_SETTINGS, type PartyInput, type Role, type Settings } from '@ringback/model';
import { enter } from './api.ts';

export const DEMO_PASSWORD = 'ringback';
export const DEMO_SITE = 'demo-shop';

export const DEMO_AGENTS: { login: string; name: string; role: Role; extension: string; password: string }[] =
  [
    { login: 'admin', name: 'Admin', role: 'administrator', extension: '100', password: DEMO_PASSWORD },
    { login: 'olena', name: 'Olena Marchenko', role: 'employee', extension: '101', password: DEMO_PASSWORD },
    { login: 'andriy', name: 'Andriy Bondar', role: 'group-head', extension: '102', password: DEMO_PASSWORD },
  ];

export const DEMO_PARTIES: PartyInput[] = [
  { name: 'Iryna Kovalenko', kind: 'client', phones: ['+380501112233'] },
  { name: 'Workshop Dub LLC', kind: 'partner', phones: ['+380672223344', '+380445556677'] },
  { name: 'Petro Savchuk', kind: 'lead', phones: ['+380933334455'] },
];

export function demoSettings(origins: { shop: string; panel: string }): Settings {
  return {
    ...DEFAULT_SETTINGS,
    company: 'Lantern & Oak',
    panelOrigins: [origins.panel],
    sites: [
      {
        key: DEMO_SITE,
        name: 'Lantern & Oak',
        origins: [origins.shop],
        locale: 'en',
        country: 'UA',
        callableCountries: ['UA'],
        browserCalls: { endpoint: 'visitors' },
      },
    ],
  };
}

/** The settings are kept with the data; a demo that was moved to other ports since then still serves its own pages. */
export async function allowOwnPages(
  gateway: string,
  { shop, panel }: { shop: string; panel: string },
): Promise<void> {
  const api = await enter(gateway, 'admin', DEMO_PASSWORD);
  if (!api) return;
  const { settings, version } = await api.get<{ settings: Settings; version: number }>('/settings');
  const demo = settings.sites.find(({ key }) => key === DEMO_SITE);
  if (settings.panelOrigins.includes(panel) && (!demo || demo.origins.includes(shop))) return;
  const and = (origins: string[], own: string) => [...new Set([...origins, own])];
  const answer = await api.put('/settings', {
    version,
    settings: {
      ...settings,
      panelOrigins: and(settings.panelOrigins, panel),
      sites: settings.sites.map((site) =>
        site === demo ? { ...site, origins: and(site.origins, shop) } : site,
      ),
    },
  });
  if (!answer.ok) throw new Error(`The demo's own pages were refused: ${await answer.text()}`);
}

/** Enters the known customers by the API, as a person would; a second time changes nothing. */
export async function seedParties(gateway: string): Promise<void> {
  const api = await enter(gateway, 'admin', DEMO_PASSWORD);
  for (const party of api ? DEMO_PARTIES : []) {
    const answer = await api!.post('/parties', party, `demo-${party.phones[0]!.slice(1)}`);
    // 409: the number is in the store already. A shop knows no partners, and says so of the kind.
    const refusal = answer.ok ? undefined : await answer.clone().text();
    const unknownKind = answer.status === 400 && refusal?.includes('"kind"');
    if (!answer.ok && answer.status !== 409 && !unknownKind)
      throw new Error(`The demo's customers were refused: ${await answer.text()}`);
  }
}
