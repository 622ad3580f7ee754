import { type Agent, RingbackError, type SecuritySettings, Settings } from '@ringback/model';
import * as z from 'zod/mini';
import { whyNotFrom } from '../../security/access.ts';
import { settingsSchema } from '../../settings/schema.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const Stored = z.strictObject({
  settings: Settings,
  /** The one that was read: refused with `conflict` when somebody has changed them since. */
  version: z.number().check(z.int(), z.minimum(1)),
});
/** Of a table of rates with 10,000 prefixes, and 100,000 numbers that are never called back. */
const BODY_LIMIT = 4 * 1024 * 1024;
const shared = { tags: ['Settings'], security: SIGNED_IN };

export function settingsRoutes(app: App, { settings, geo, now }: HttpDeps, guards: Guards): void {
  const onRequest = guards.agent('settings.write');
  app.get(
    '/settings',
    {
      onRequest,
      schema: { ...shared, summary: 'The settings in force', response: answers({ 200: Stored }) },
    },
    () => settings.stored(),
  );
  app.put(
    '/settings',
    {
      bodyLimit: BODY_LIMIT,
      onRequest,
      schema: {
        ...shared,
        summary: 'Change the settings; in force at once',
        body: Stored,
        response: answers({ 200: Stored }),
      },
    },
    (request) => {
      const { agent } = identityOf(request);
      const { security } = request.body.settings;
      staysInside({ security, agent, address: request.ip, geo, at: now() });
      return settings.change(request.body, agent);
    },
  );
  app.get(
    '/settings/schema',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'JSON Schema that the form is drawn from',
        response: answers({ 200: z.record(z.string(), z.unknown()) }),
      },
    },
    () => settingsSchema(),
  );
}

interface Saving {
  security: SecuritySettings;
  agent: Agent;
  address: string;
  geo: HttpDeps['geo'];
  at: Date;
}

/** Whoever saves a rule must be able to save the next one; and a country that nobody can tell lets nobody in. */
function staysInside({ security, agent, address, geo, at }: Saving): void {
  const { sip, sessions, tokens, personal } = security;
  const rules = {
    ...{ sip, sessions, tokens },
    ...Object.fromEntries(personal.map((one, nth) => [`personal.${nth}`, one])),
  };
  const byCountry = Object.entries(rules).filter(([, { mode }]) => mode === 'country');
  if (!geo.database && byCountry.length > 0) {
    throw new RingbackError('invalid', 'There is no database that tells the country of an address.', {
      hint: 'Put one into the folder geoip of the data folder first: see docs/security.md.',
      fields: Object.fromEntries(
        byCountry.map(([at]) => [`settings.security.${at}.mode`, 'needs a database of countries']),
      ),
    });
  }
  const asked = { door: 'sessions', address, agentId: agent.id, security, at } as const;
  const why = whyNotFrom({ ...asked, countryOf: (one) => geo.countryOf(one) });
  if (why === undefined) return;
  throw new RingbackError('invalid', `You would lock yourself out: ${why}.`, {
    hint: 'Add your own address, or make an exception for yourself.',
    fields: { 'settings.security.sessions.mode': 'would lock you out' },
  });
}
