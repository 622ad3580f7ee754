import { afterAll, beforeAll, describe, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { manifest, manifestFor, Bitrix24Settings } from './index.ts';
import { createBitrix24Harness } from './simulator.ts';

const runner = { describe, it, beforeAll, afterAll };

describe('with an application', () => {
  crmConformance(runner, { manifest, setup: () => createBitrix24Harness('application') });
});

describe('with an incoming webhook', () => {
  const settings = Bitrix24Settings.parse({
    webhook: 'https://firm.bitrix24.ua/rest/1/x/',
    applicationToken: 't',
  });
  crmConformance(runner, { manifest: manifestFor(settings), setup: () => createBitrix24Harness('webhook') });
});
