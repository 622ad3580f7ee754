import { Settings } from '@ringback/model';
import * as z from 'zod/mini';
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
const shared = { tags: ['Settings'], security: SIGNED_IN };

export function settingsRoutes(app: App, { settings }: HttpDeps, guards: Guards): void {
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
      onRequest,
      schema: {
        ...shared,
        summary: 'Change the settings; in force at once',
        body: Stored,
        response: answers({ 200: Stored }),
      },
    },
    (request) => settings.change(request.body, identityOf(request).agent),
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
