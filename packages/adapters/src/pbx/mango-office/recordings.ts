/** The audio of calls: a one-time address is asked for, and what lies there is streamed to us. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { RecordingAudio } from '../contract.ts';
import type { MangoApi } from './api.ts';
import { manifest, type MangoSettings } from './manifest.ts';
import { signLink } from './sign.ts';

export interface RecordingsOptions {
  api: MangoApi;
  settings: () => MangoSettings;
  context: Pick<CrmContext, 'http' | 'wait'>;
}

/** Until the first byte of the file. */
const FILE_MS = 20_000;

export function createFetch({ api, settings, context }: RecordingsOptions) {
  return async (recordingId: string): Promise<RecordingAudio> => {
    const answer = await api.ask('queries/recording/post', { recording_id: recordingId, action: 'download' });
    const location = answer.headers.get('location');
    if (location === null) throw lost('MANGO gave no address for the recording.');
    const url = trusted(location, settings());
    const done = new AbortController();
    const stop = new AbortController();
    void context.wait(FILE_MS, done.signal).then(
      () => stop.abort(),
      () => undefined,
    );
    const response = await context
      .http(url, { redirect: 'error', signal: stop.signal })
      .catch(() => {
        throw new AdapterError(manifest.id, 'unavailable', 'The recording could not be fetched from MANGO.');
      })
      .finally(() => done.abort());
    if (response.status === 404) throw lost('MANGO has this recording no more.');
    if (!response.ok || !response.body)
      throw new AdapterError(manifest.id, 'unavailable', `MANGO's file store answered ${response.status}.`);
    const contentType = response.headers.get('content-type') ?? 'audio/mpeg';
    return { contentType, body: response.body };
  };
}

/** A page that plays or keeps the recording; works where the cabinet allows such links. It holds the key: never for browsers. */
export function recordingLink(
  settings: MangoSettings,
  link: { recordingId: string; action: 'play' | 'download'; expires: number },
): string {
  const { recordingId, action, expires } = link;
  const path = [
    recordingId,
    action,
    settings.apiKey,
    String(expires),
    signLink(settings, { expires, recordingId }),
  ];
  return `${settings.apiUrl}queries/recording/link/${path.map(encodeURIComponent).join('/')}`;
}

/** Whoever answers in MANGO's name must not lead us into our own network. */
function trusted(location: string, { apiUrl }: MangoSettings): string {
  const [url, own] = [new URL(location, apiUrl), new URL(apiUrl)];
  const isMango = url.protocol === 'https:' && /(^|\.)mango-office\.ru$/.test(url.hostname);
  if (isMango || url.origin === own.origin) return url.href;
  throw new AdapterError(
    manifest.id,
    'forbidden',
    `The recording is said to lie at ${url.host}, which is not MANGO's.`,
  );
}

const lost = (message: string) => new AdapterError(manifest.id, 'not-found', message);
