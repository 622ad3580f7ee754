/**
 * What a bridge in a connected back office asks first: whether this is the place. Only a page of the system's own origin, which must be
 * among the panels too, is answered; the answer holds no secret. It is a module, so that a strict page needs no other permission than for
 * our scripts.
 */
import { RingbackError } from '@ringback/model';
import { SYSTEMS } from '../../crm/systems.ts';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../types.ts';
import { toScriptJson } from './bundles.ts';

/** Version of what the gateway and a bridge tell each other. */
const VERSION = 1;

export function hostGreetingRoutes(app: App, { hub, settings }: HttpDeps): void {
  for (const { manifest } of SYSTEMS) {
    const system = manifest.id;
    app.get(`/v1/hosts/${system}/greeting.js`, { schema: { hide: true } }, (request, reply) => {
      const page = hub.system(system)?.records?.url({ kind: 'party', id: '1' });
      const panel = page === undefined ? undefined : new URL(page).origin;
      const { origin } = request.headers;
      if (panel === undefined)
        throw new RingbackError('not-found', `${manifest.name} is not connected.`, {
          hint: 'Connect it at /admin, with the address of its back office.',
        });
      if (origin !== panel || !settings.current().panelOrigins.includes(panel))
        throw new RingbackError('forbidden', `This page is not the back office of ${manifest.name}.`, {
          hint: `Name the back office under Panels at /admin, and load the bridge there alone.`,
        });
      void reply.headers({
        ...{ 'Access-Control-Allow-Origin': panel, Vary: 'Origin', 'Cache-Control': 'no-store' },
        'Cross-Origin-Resource-Policy': 'cross-origin',
      });
      const greeting = { ringback: 'host', version: VERSION, system, panel };
      return reply.type('text/javascript; charset=utf-8').send(`export default ${toScriptJson(greeting)};\n`);
    });
  }
}
