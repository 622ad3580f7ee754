import { Call, FileLink, Id, RecordingInput, Waveform } from '@ringback/model';
import type { FastifyReply } from 'fastify';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import { readRange } from '../range.ts';
import type { App } from '../types.ts';

const params = z.object({ id: Id });
const shared = { tags: ['Recordings'], params };
const TYPES = { wav: 'audio/wav', mp3: 'audio/mpeg' } as const;
const AudioQuery = z.strictObject({
  expires: z.coerce.number().check(z.int(), z.minimum(0)),
  signature: z.string().check(z.regex(/^[\w-]{1,100}$/)),
  /** As a file to keep, instead of one to play. */
  download: z.optional(z.stringbool()),
});

export function recordingRoutes(app: App, { calls, publicUrl }: HttpDeps, guards: Guards): void {
  const { recordings } = calls;

  app.post(
    '/calls/:id/recording',
    {
      onRequest: guards.agent('calls.dial'),
      schema: {
        ...shared,
        summary: 'Begin to record, pause (for card data), go on, or end',
        security: SIGNED_IN,
        body: RecordingInput,
        response: answers({ 200: Call }),
      },
    },
    (request) => recordings.set(identityOf(request).agent, request.params.id, request.body.state),
  );

  app.post(
    '/recordings/:id/link',
    {
      onRequest: guards.agent('recordings.own'),
      schema: {
        ...shared,
        summary: 'A short-lived address that a player can open; with &download=true it is a file to keep',
        security: SIGNED_IN,
        response: answers({ 201: FileLink }),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { expires, signature } = await recordings.link(identityOf(request).agent, id);
      const url = `${publicUrl()}/api/v1/recordings/${id}/audio?expires=${expires}&signature=${signature}`;
      return reply.code(201).send({ url, expiresAt: new Date(expires * 1000).toISOString() });
    },
  );

  app.get(
    '/recordings/:id/waveform',
    {
      onRequest: guards.agent('recordings.own'),
      schema: {
        ...shared,
        summary: 'How loud it is from beginning to end, for a player to draw',
        security: SIGNED_IN,
        response: answers({ 200: Waveform }),
      },
    },
    async (request) => ({ peaks: await recordings.peaks(identityOf(request).agent, request.params.id) }),
  );

  app.get(
    '/recordings/:id',
    {
      onRequest: guards.agent('recordings.own'),
      schema: {
        ...shared,
        summary: 'Where hosts lead to: on to the audio, for whoever is signed in and may listen',
        security: SIGNED_IN,
        response: answers({ 302: z.null() }),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { expires, signature } = await recordings.link(identityOf(request).agent, id);
      return reply.redirect(`/api/v1/recordings/${id}/audio?expires=${expires}&signature=${signature}`);
    },
  );

  app.get(
    '/recordings/:id/audio',
    {
      schema: {
        ...shared,
        summary: 'The audio, whole or in part (Range), for whoever has the signed address',
        querystring: AudioQuery,
        response: answers({
          200: { content: { 'audio/wav': { schema: z.any() }, 'audio/mpeg': { schema: z.any() } } },
        }),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { download, ...signed } = request.query;
      const { bytes, format, fileName, read } = await recordings.open(id, signed);
      void reply.headers({ 'Accept-Ranges': 'bytes', 'Content-Type': TYPES[format] });
      if (download) void reply.header('Content-Disposition', `attachment; filename="${fileName}"`);
      const range = readRange(request.headers.range, bytes);
      if (range === 'unsatisfiable') return unsatisfiable(reply, bytes);
      const { start, end } = range === 'whole' ? { start: 0, end: bytes - 1 } : range;
      void reply.header('Content-Length', end - start + 1);
      if (range !== 'whole') void reply.code(206).header('Content-Range', `bytes ${start}-${end}/${bytes}`);
      return reply.send(read({ start, end }) as never);
    },
  );

  app.delete(
    '/recordings/:id',
    {
      onRequest: guards.agent('recordings.delete'),
      schema: {
        ...shared,
        summary: 'Delete the audio for good; the trail says who did',
        security: SIGNED_IN,
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      await recordings.remove(identityOf(request).agent, request.params.id);
      return reply.code(204).send(null);
    },
  );
}

function unsatisfiable(reply: FastifyReply, bytes: number) {
  return reply.code(416).header('Content-Range', `bytes */${bytes}`).send();
}
