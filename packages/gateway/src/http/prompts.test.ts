import { toneWav } from '@ringback/adapters/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
let headers: Record<string, string>;
beforeEach(async () => {
  http = await startHttp();
  headers = await http.signIn('admin');
});
afterEach(() => http.close());

const put = (path: string, payload: Buffer) =>
  http.app.inject({
    ...{ method: 'PUT', url: `/api/v1/prompts/${path}`, payload },
    headers: { ...headers, 'content-type': 'audio/wav' },
  });
const list = async () => (await http.app.inject({ url: '/api/v1/prompts', headers })).json<object[]>();

describe("The owner's own recordings", () => {
  it('are put there, listed with their length, replaced and taken away', async () => {
    expect((await put('uk/voicemail', toneWav(440, 2))).json()).toEqual({
      ...{ language: 'uk', name: 'voicemail', seconds: 2 },
    });
    await put('all/music', toneWav(440, 3));
    await put('uk/voicemail', toneWav(440, 1));
    expect(await list()).toEqual([
      { language: 'all', name: 'music', seconds: 3 },
      { language: 'uk', name: 'voicemail', seconds: 1 },
    ]);
    const heard = await http.app.inject({ url: '/api/v1/prompts/uk/voicemail', headers });
    expect(heard.headers['content-type']).toBe('audio/wav');
    expect(heard.rawPayload).toEqual(toneWav(440, 1));
    expect((await http.app.inject({ url: '/api/v1/prompts/ru/voicemail', headers })).statusCode).toBe(404);
    const remove = { method: 'DELETE' as const, url: '/api/v1/prompts/all/music', headers };
    expect((await http.app.inject(remove)).statusCode).toBe(204);
    expect((await http.app.inject(remove)).statusCode).toBe(404);
    expect(await list()).toHaveLength(1);
  });

  it('are refused where no PBX could play them, under a name that nobody asks for, and from others', async () => {
    expect((await put('uk/voicemail', Buffer.from('ID3 an mp3'))).json()).toMatchObject({
      ...{ code: 'invalid', hint: expect.stringContaining('16 bit') },
    });
    expect((await put('uk/ringback', toneWav(440, 1))).statusCode).toBe(404);
    expect((await put('de/voicemail', toneWav(440, 1))).statusCode).toBe(404);
    headers = await http.signIn('olena');
    expect((await put('uk/voicemail', toneWav(440, 1))).statusCode).toBe(403);
  });
});
