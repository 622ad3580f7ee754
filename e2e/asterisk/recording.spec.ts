/** What is kept of a call that goes on over a reload: its recording, and how it sounded. */
import { toneInWav } from '@ringback/adapters/testing';
import type { Call } from '@ringback/model';
import { AGENT_HZ, expect, test, VISITOR_HZ } from '../fixtures.ts';
import type { AgentPanel } from '../panel.ts';
import { hearEachOther, isRecovered, reload, seconds, talk } from './talk.ts';

/** Bytes of a second of 8 kHz, 16 bit, mono. */
const SECOND = 16_000;
const HEAD = 44;

const TALK_SECONDS = 2;

/** For some seconds, by the bar's own timer. */
async function talkOn({ bar }: AgentPanel): Promise<void> {
  const timer = async () => seconds(await bar.getByRole('timer').first().innerText());
  const until = (await timer()) + TALK_SECONDS;
  await expect.poll(timer).toBeGreaterThanOrEqual(until);
}

test('a recording goes on over a reload, with both voices before and after; how it sounded stands in the call', async ({
  panel,
  phone,
}) => {
  await talk(panel, phone);
  const [live] = (await panel.api<{ items: Call[] }>('GET', '/calls')).items;
  const call = `/calls/${live?.id}`;
  await panel.bar.getByRole('button', { name: 'Record the call' }).click();
  await expect(panel.bar.getByRole('listitem').getByText('Recording', { exact: true })).toBeVisible();
  await talkOn(panel);
  await reload(panel);
  await isRecovered(panel);
  await hearEachOther(panel, phone);
  await talkOn(panel);
  await phone.hangUp();
  await phone.says(/^Ended/);
  const sounded = async () => (await panel.api<{ call: Call }>('GET', call)).call.quality;
  await expect.poll(sounded).toMatchObject({ rttMs: expect.any(Number), jitterMs: expect.any(Number) });
  const { mos, seconds: measured } = (await sounded())!;
  expect(mos).toBeGreaterThan(3.5);
  expect(measured).toBeGreaterThanOrEqual(TALK_SECONDS);
  const recordings = async () => (await panel.api<{ call: Call }>('GET', call)).call.recordings;
  await expect.poll(recordings).toMatchObject([{ state: 'stored' }]);
  const id = (await recordings())?.[0]?.id;
  const { url } = await panel.api<{ url: string }>('POST', `/recordings/${id}/link`);
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toContain('audio');
  const wav = Buffer.from(await answer.arrayBuffer());
  expect((wav.length - HEAD) / SECOND).toBeGreaterThan(2 * TALK_SECONDS - 1);
  const parts = { first: wav.subarray(0, HEAD + SECOND), last: wav.subarray(wav.length - HEAD - SECOND) };
  for (const [part, sound] of Object.entries(parts))
    for (const hz of [AGENT_HZ, VISITOR_HZ])
      expect(toneInWav(sound, hz), `${hz} Hz in the ${part} second`).toBeGreaterThan(0.25);
  expect((await fetch(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(403);
});
