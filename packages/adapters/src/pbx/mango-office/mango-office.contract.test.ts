import { describe, it } from 'vitest';
import { observingPbxSuite } from '../../testing/index.ts';
import { manifest } from './index.ts';
import { createMangoRig } from './mango.fixtures.ts';
import { signedForm } from './sign.ts';
import type { Conversation } from './simulator.ts';

observingPbxSuite(
  { describe, it },
  {
    manifest,
    setup() {
      const { clock, sim, pbx, facts } = createMangoRig();
      const played = (one: Conversation) => {
        const { store } = one;
        return Object.assign(one, {
          wait: () => one.enter('ivr'),
          store(id: string, audio: Uint8Array) {
            sim.audio.set(id, audio);
            return store.call(one, id);
          },
        });
      };
      return {
        ...{ clock, pbx, facts, extensions: ['101', '102'] as [string, string] },
        incoming: (from, tracked) =>
          played(sim.incoming({ from, ...(tracked === undefined ? {} : { tracked }) })),
        newest() {
          const one = sim.conversations.at(-1);
          if (!one) throw new Error('There is no call.');
          const { answer } = one;
          // His phone has been picked up: now MANGO dials the number.
          const answerAt = (extension: string) => answer.call(one, extension).dial(extension, '79161234567');
          return Object.assign(played(one), { answer: answerAt });
        },
        sent: () => sim.messages.map(({ to, text }) => ({ to, text })),
        visit: (number, source) =>
          void sim.visitors.set(number.slice(1), { channel: { source, medium: 'cpc' } }),
        forged: {
          path: 'events/call',
          body: signedForm({ apiKey: sim.settings.apiKey, apiSalt: 'another' }, '{}').toString(),
        },
      };
    },
  },
);
