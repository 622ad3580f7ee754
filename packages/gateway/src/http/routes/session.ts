import { setTimeout as pause } from 'node:timers/promises';
import {
  type Agent,
  type Locale,
  LOCALES,
  ROLE_PERMISSIONS,
  RingbackError,
  Session,
  SipCredential,
} from '@ringback/model';
import { abilitiesOf, writesParties } from '../../desk/abilities.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf, personOf } from '../guards.ts';
import type { App } from '../types.ts';

/** The phone asks for the next one before this is over. */
const CREDENTIAL_SECONDS = 60 * 60;
/** How long a session waits for its credential, in ms: a PBX that hangs must not keep the rest of the panel waiting. */
const PATIENCE_MS = 200;

/** The language of the agent's browser, where it is one of ours; the page that shows the phone may choose another. */
export function localeOf(acceptLanguage = ''): Locale {
  const wanted = acceptLanguage.split(',').map((one) => {
    const [tag = '', quality] = one.trim().split(';q=');
    return { locale: tag.toLowerCase().split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
  });
  wanted.sort((a, b) => b.quality - a.quality);
  return wanted.map(({ locale }) => LOCALES.find((one) => one === locale)).find(Boolean) ?? 'en';
}

export function sessionRoutes(
  app: App,
  { store, settings, selves, calls, crm, pbx, guard }: HttpDeps,
  guards: Guards,
): void {
  /** Undefined when there is none to be had at once: whoever asks for it by itself hears why. */
  async function credentialAtOnce(agent: Agent, address: string): Promise<SipCredential | undefined> {
    if (!ROLE_PERMISSIONS[agent.role].includes('calls.dial')) return undefined;
    if (guard.whyNot('sip', address, agent.id) !== undefined) return undefined;
    const late = pause(PATIENCE_MS, undefined, { ref: false });
    return Promise.race([issue(agent), late]).catch(() => undefined);
  }

  async function issue({ extension, name }: Agent): Promise<SipCredential> {
    if (!pbx.devices)
      throw new RingbackError('unsupported', `${pbx.manifest.name} cannot issue credentials.`);
    return pbx.devices.issueCredential({
      endpoint: extension,
      displayName: name,
      ttlSeconds: CREDENTIAL_SECONDS,
    });
  }

  app.get(
    '/session',
    {
      onRequest: guards.agent(),
      schema: {
        tags: ['Session'],
        summary: 'All that the core needs to begin',
        security: SIGNED_IN,
        response: answers({ 200: Session }),
      },
    },
    async (request) => {
      const { agent, session } = personOf(request);
      // First the position, then the state: what happens between the two is told again by the stream, and nothing is missed.
      const eventId = await store.events.latestId();
      const live = await calls.liveCalls(agent.id);
      const ids = new Set(live.map(({ call }) => call.id));
      const dialogs = (await store.dialogs.ofAgent(agent.id)).filter((dialog) => ids.has(dialog.callId));
      const { company, country, partyKinds, recordings } = settings.current();
      const [me, credential] = await Promise.all([
        selves.me(agent),
        dialogs.length > 0 ? credentialAtOnce(agent, request.ip) : undefined,
      ]);
      return {
        agent,
        me,
        permissions: [...ROLE_PERMISSIONS[agent.role]],
        company,
        locale: localeOf(request.headers['accept-language']),
        country,
        partyKinds,
        crm: abilitiesOf(agent, crm, {
          messages: calls.observed?.messages ?? false,
          routed: calls.observed === undefined,
          records: pbx.record !== undefined && recordings.mode !== 'off',
        }),
        writesParties: writesParties(agent, crm),
        eventId,
        calls: live,
        dialogs,
        ...(calls.observed ? { observed: true } : {}),
        ...(credential ? { credential } : {}),
        expiresAt: session.expiresAt,
      };
    },
  );

  app.post(
    '/sip-credentials',
    {
      onRequest: guards.agent('calls.dial'),
      schema: {
        tags: ['Session'],
        summary: 'The SIP credential of the one who asks',
        security: SIGNED_IN,
        response: answers({ 200: SipCredential }),
      },
    },
    (request) => {
      const { agent } = identityOf(request);
      guard.demand('sip', request.ip, agent.id);
      return issue(agent);
    },
  );
}
