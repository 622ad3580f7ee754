import * as z from 'zod/mini';
import { type Agent, OwnPrompt, PromptPlace, RingbackError } from '@ringback/model';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

const params = z.object({ file: z.string().check(z.regex(/^[0-9a-f]{32}\.wav$/)) });

/** Of five minutes at 48,000 Hz. */
const SOUND_LIMIT = 32 * 1024 * 1024;

/** The owner's own recordings, put there at /admin. */
export function ownPromptRoutes(app: App, { ownPrompts, store, newId }: HttpDeps, guards: Guards): void {
  const permission = 'settings.write' as const;
  const route = createRouter(app, { guards, newId, tag: 'Prompts' });
  const note = (agent: Agent, at: z.infer<typeof PromptPlace>, now: unknown) =>
    store.transaction((tx) =>
      store.audit.append(tx, {
        ...{ actor: agent.id, entity: 'prompt', entityId: `${at.language}/${at.name}` },
        ...{ field: 'file', old: undefined, new: now },
      }),
    );
  route({
    ...{ method: 'GET', url: '/prompts', permission },
    summary: "What callers hear in the owner's own voice",
    answer: z.array(OwnPrompt),
    handle: () => ownPrompts.list(),
  });
  route({
    ...{ method: 'DELETE', url: '/prompts/:language/:name', permission },
    summary: 'Take a recording away: the bundled sentence is heard again',
    params: PromptPlace,
    async handle({ agent, params: at }) {
      await ownPrompts.remove(at);
      await note(agent, at, null);
    },
  });
  app.get(
    '/prompts/:language/:name',
    {
      exposeHeadRoute: false,
      onRequest: guards.agent(permission),
      schema: {
        ...{ tags: ['Prompts'], security: SIGNED_IN, params: PromptPlace },
        summary: 'Listen to a recording that you have put there',
        response: answers({ 200: { content: { 'audio/wav': { schema: z.unknown() } } } }),
      },
    },
    async (request, reply) =>
      reply
        .header('Cache-Control', 'no-store')
        .type('audio/wav')
        .send(await ownPrompts.read(request.params)),
  );
  void app.register((sounds: App, _options: object, done: () => void) => {
    sounds.removeAllContentTypeParsers();
    sounds.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, next) => next(null, body));
    sounds.put(
      '/prompts/:language/:name',
      {
        bodyLimit: SOUND_LIMIT,
        onRequest: guards.agent(permission),
        schema: {
          ...{ tags: ['Prompts'], security: SIGNED_IN, params: PromptPlace },
          summary: 'Put a recording there: the body is a WAV of 16 bit and one channel',
          consumes: ['audio/wav'],
          response: answers({ 200: OwnPrompt }),
        },
      },
      async (request) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const put = await ownPrompts.put(request.params, body);
        await note(identityOf(request).agent, request.params, put.seconds);
        return put;
      },
    );
    done();
  });
}

/** What callers hear, for the PBX: it has no session, and the files say nothing of anybody. */
export function promptRoutes(app: App, { prompts }: HttpDeps): void {
  app.get('/prompts/:file', { schema: { hide: true, params } }, async (request, reply) => {
    const wav = await prompts.open(request.params.file.replace('.wav', ''));
    if (!wav) throw new RingbackError('not-found', 'There is no such prompt.');
    return reply.header('Cache-Control', 'public, max-age=86400, immutable').type('audio/wav').send(wav);
  });
}
