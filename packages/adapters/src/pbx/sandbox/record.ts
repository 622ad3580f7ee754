/** Recordings of the sandbox PBX: commands over the control connection, audio over HTTP. */
import * as z from 'zod/mini';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { Pbx } from '../contract.ts';
import { manifest, type SandboxSettings } from './manifest.ts';

const State = z.object({ state: z.enum(['recording', 'paused', 'stored', 'unknown']) });

export interface RecordOptions {
  settings: SandboxSettings;
  context: AdapterContext;
  request(method: string, params: object): Promise<unknown>;
}

export function createRecord({ settings, context, request }: RecordOptions): NonNullable<Pbx['record']> {
  const command = async (method: string, recordingId: string): Promise<void> =>
    void (await request(`record.${method}`, { recordingId }));

  return {
    start: async (input) => void (await request('record.start', input)),
    pause: (recordingId) => command('pause', recordingId),
    resume: (recordingId) => command('resume', recordingId),
    stop: (recordingId) => command('stop', recordingId),
    async state(recordingId) {
      return State.parse(await request('record.state', { recordingId })).state;
    },
    async fetch(recordingId) {
      const url = new URL(settings.controlUrl.replace(/^ws/, 'http'));
      url.pathname = `/recordings/${recordingId}`;
      const headers = { authorization: `Bearer ${settings.controlToken}` };
      const response = await context.http(url, { headers }).catch((cause: unknown) => {
        throw new AdapterError(manifest.id, 'unavailable', 'The sandbox PBX cannot be reached.', { cause });
      });
      if (!response.ok || !response.body)
        throw new AdapterError(manifest.id, 'not-found', `There is no recording ${recordingId}.`);
      return { contentType: response.headers.get('content-type') ?? 'audio/wav', body: response.body };
    },
    remove: (recordingId) => command('remove', recordingId),
  };
}
