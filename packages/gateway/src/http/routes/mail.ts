import { FileLink, Id, Letter, LetterInput, LetterPage, LetterQuery, RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import { enclose } from '@ringback/adapters/local';
import { userOf } from '../../crm/tell-host.ts';
import { present } from '../../present.ts';
import { createSigner } from '../../recordings/link.ts';
import type { HttpDeps } from '../deps.ts';
import { answers } from '../documented.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

/** A letter, and a file's place among its files. */
const params = z.object({ id: Id, index: z.coerce.number().check(z.int(), z.minimum(0), z.maximum(999)) });
const SignedQuery = z.strictObject({
  expires: z.coerce.number().check(z.int(), z.minimum(0)),
  signature: z.string().check(z.regex(/^[\w-]{1,100}$/)),
});
/** What is signed; no id of a recording has a space. */
const signedText = ({ id, index }: z.infer<typeof params>) => `letter ${id} ${index}`;

export function mailRoutes(
  app: App,
  { crm, hub, newId, store, now, publicUrl }: HttpDeps,
  guards: Guards,
): void {
  const route = createRouter(app, { guards, newId, tag: 'Letters' });
  const signer = createSigner(store, now);
  function mail() {
    if (crm.mail) return crm.mail;
    throw new RingbackError('unsupported', 'No mail server is set up.', {
      hint: 'Set it up under Mail at /admin.',
    });
  }
  function files() {
    const { file } = mail();
    if (file) return file;
    throw new RingbackError('unsupported', 'No mailbox is read, so there are no files.', {
      hint: 'Set up receiving under Mail at /admin.',
    });
  }
  route({
    ...{ method: 'GET', url: '/mail', permission: 'mail.use', query: LetterQuery, answer: LetterPage },
    summary: 'Letters, newest first',
    handle: ({ query }) => mail().list(query as Parameters<ReturnType<typeof mail>['list']>[0]),
  });
  route({
    ...{ method: 'POST', url: '/mail', permission: 'mail.use', summary: 'Send a letter', status: 201 },
    // A mail server takes its time; who asks again with the same key waits for the same sending.
    ...{ body: LetterInput, answer: Letter, takesLong: true },
    async handle({ body, doing: { agent, key } }) {
      const keeper = hub.recordOf('mail');
      const userId = keeper && (await userOf(keeper, agent));
      const letter = await enclose(store, body);
      return mail().send(letter, { actor: agent.id, idempotencyKey: key, ...present({ userId }) });
    },
  });
  route({
    ...{ method: 'POST', url: '/mail/:id/files/:index/link', permission: 'mail.use', params, status: 201 },
    summary: 'A short-lived address of a file that came with a letter',
    answer: FileLink,
    async handle({ params: file }) {
      files();
      const { expires, signature } = await signer.sign(signedText(file));
      const path = `${encodeURIComponent(file.id)}/files/${file.index}`;
      const url = `${publicUrl()}/api/v1/mail/${path}?expires=${expires}&signature=${signature}`;
      return { url, expiresAt: new Date(expires * 1000).toISOString() };
    },
  });

  app.get(
    '/mail/:id/files/:index',
    {
      exposeHeadRoute: false,
      // Up to 25 MB come through IMAP.
      config: { takesLong: true },
      schema: {
        ...{ tags: ['Letters'], params, querystring: SignedQuery },
        summary: 'The file, for whoever has the signed address',
        response: answers({ 200: { content: { 'application/octet-stream': { schema: z.any() } } } }),
      },
    },
    async (request, reply) => {
      if (!(await signer.verify(signedText(request.params), request.query)))
        throw new RingbackError('forbidden', 'This address has ended, or was changed.', {
          hint: 'Ask for a new one: POST /mail/{id}/files/{index}/link.',
        });
      const { name, content } = await files()(request.params.id, request.params.index);
      // A stranger has sent it: whatever it says to be, no browser of ours opens it.
      void reply.headers({
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
      });
      return reply.send(Buffer.from(content) as never);
    },
  );
}
