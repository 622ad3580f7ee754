/** One call in a second browser: the agent works in Firefox, the visitor's phone is in Chromium. */
import { type Browser, type Frame, launch, type Page } from 'puppeteer-core';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import type { Stack } from '../examples/demo/stack.ts';
import { FIREFOX_LAUNCH } from '../scripts/firefox.mjs';
import { AGENT_HZ, expect, test as base, VISITOR_HZ } from './fixtures.ts';
import { heard } from './tone.ts';

/** How long is listened, ms. */
const LISTEN_MS = 1000;

/** Runs in every page and frame before its own scripts: keeps the audio tracks that come from the far side. */
function keepTracks(): void {
  const tracks: MediaStreamTrack[] = [];
  const Native = window.RTCPeerConnection;
  if (!Native) return;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => tracks.push(track));
    }
  };
  Object.assign(window, { ringbackTracks: tracks });
}

/** Hz of what comes in. By a recording: without a loudspeaker on the machine Firefox lets no AudioContext run. */
async function recordedHz(ms: number): Promise<number> {
  const { ringbackTracks } = window as unknown as { ringbackTracks: MediaStreamTrack[] };
  const recorder = new MediaRecorder(new MediaStream([ringbackTracks.at(-1)!]));
  const heard = new Promise<Blob>((resolve) =>
    recorder.addEventListener('dataavailable', ({ data }) => resolve(data), { once: true }),
  );
  recorder.start();
  setTimeout(() => recorder.stop(), ms);
  const recording = await (await heard).arrayBuffer();
  const audio = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(recording);
  const samples = audio.getChannelData(0);
  const loud = samples.some((sample) => Math.abs(sample) > 0.01);
  const rises = samples.reduce((count, sample, at) => count + Number(sample >= 0 && samples[at - 1]! < 0), 0);
  return loud ? rises / audio.duration : 0;
}

const test = base.extend<{ firefox: Browser }>({
  firefox: async ({}, use) => {
    const browser = await launch(FIREFOX_LAUNCH);
    await use(browser);
    await browser.close();
  },
});

async function coreOf(page: Page, stack: Stack): Promise<Frame> {
  return page.waitForFrame((frame) => frame.url().startsWith(stack.gateway));
}

async function signIn(page: Page, stack: Stack): Promise<Frame> {
  await page.locator('ringback-softphone >>> ::-p-aria(Sign in[role="button"])').click();
  const core = await coreOf(page, stack);
  await core.locator('input[name=login]').fill('olena');
  await core.locator('input[name=password]').fill(DEMO_PASSWORD);
  await core.locator('button[type=submit]').click();
  await page.locator('ringback-softphone >>> .registered').wait();
  return core;
}

test('an agent in Firefox signs in, answers, is heard and hears, hangs up, and finds the call in the log', async ({
  firefox,
  phone,
  stack,
}) => {
  const page = await firefox.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.evaluateOnNewDocument(keepTracks);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${stack.panel}/calls.html`);
  const core = await signIn(page, stack);

  await phone.open('+380501112233');
  await phone.callTheShop();
  await page.locator('ringback-softphone >>> [part=answer]').click();
  await page.locator('ringback-softphone >>> [part=timer]').wait();
  await phone.says('Talking');
  const agentHears = () => core.evaluate(recordedHz, LISTEN_MS);
  await expect.poll(agentHears, { message: `the agent hears ${VISITOR_HZ} Hz` }).toBeCloseTo(VISITOR_HZ, -2);
  await expect
    .poll(() => heard(phone.page), { message: `the visitor hears ${AGENT_HZ} Hz` })
    .toBeCloseTo(AGENT_HZ, -2);

  await page.locator('ringback-softphone >>> [part=hang-up]').click();
  await phone.says(/^Ended/);
  const row = page.locator('ringback-call-log >>> [data-row]');
  await expect.poll(() => row.map((one) => one.textContent).wait()).toContain('Iryna Kovalenko');
  expect(errors).toEqual([]);
});
