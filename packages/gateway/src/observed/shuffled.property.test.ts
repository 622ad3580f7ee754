import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from '@ringback/model';
import { createObservedRig } from './observed.fixtures.ts';

/** What the log says of a call, without how often it was written. */
const said = ({ version: _, id, recordings, ...call }: Call) => ({
  ...call,
  id,
  recordings: recordings?.map(({ state, id: recordingId }) => ({ state, recordingId })),
});

/** A talk through menu and queue, given to a colleague; a missed call; one of an agent's own. */
async function play() {
  const rig = await createObservedRig({ silent: true });
  const { sim, clock } = rig;
  sim.mobiles.set('102', '79160000102');
  await clock.run(() => rig.control.start());
  const talk = sim.incoming({ from: '79160000001' }).enter('ivr').enter('queue').ring('101').ring('102');
  await clock.pass(7000);
  talk.answer('101');
  const recording = talk.record('101');
  await clock.pass(5000);
  talk.hold().resume().press('5');
  await clock.pass(9000);
  talk.transfer('102', 'some-command').answer('102');
  talk.consult('102', '101').answer('101').cancelConsultation();
  await clock.pass(4000);
  talk.hangUp();
  sim.audio.set(recording, new Uint8Array(100));
  talk.store(recording);
  sim.incoming({ from: '79160000002' }).ring('102').hangUp();
  sim.outgoing('101', '79160000003').answerFar().hangUp();
  return rig;
}

describe('events in any order, and any of them twice', () => {
  it('make the same log', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.nat()),
        fc.array(fc.nat(), { maxLength: 12 }),
        async (dice, twice) => {
          const { sim, control, rest, log, missed, stop } = await play();
          const inOrder = sim.deliveries;
          const shuffled = inOrder
            .map((delivery) => ({ delivery, at: dice.next().value ?? 0 }))
            .sort((one, other) => one.at - other.at)
            .map(({ delivery }) => delivery);
          for (const index of twice) {
            const again = inOrder[index % inOrder.length];
            if (again) shuffled.splice(index % shuffled.length, 0, again);
          }
          const order = async (deliveries: typeof inOrder) => {
            for (const delivery of deliveries) {
              await control.observed?.receive(delivery);
              await rest();
            }
          };
          await order(shuffled);
          const calls = (await log()).sort((one, other) => (one.number < other.number ? -1 : 1));
          expect(calls).toMatchObject([
            {
              ...{ direction: 'in', number: '+79160000001', state: 'ended', endReason: 'completed' },
              ...{ agent: { id: 'andriy' }, durationSeconds: 18, recordings: [{ state: 'stored' }] },
              legKind: 'mobile',
            },
            { direction: 'in', number: '+79160000002', endReason: 'missed', durationSeconds: 0 },
            { direction: 'out', number: '+79160000003', endReason: 'completed', agent: { id: 'olena' } },
          ]);
          expect(calls[2]).not.toHaveProperty('legKind');
          const before = calls.map(said);
          await order(inOrder);
          const after = (await log()).sort((one, other) => (one.number < other.number ? -1 : 1));
          expect(after.map(said)).toEqual(before);
          expect((await missed()).map(({ number, times }) => [number, times])).toEqual([['+79160000002', 1]]);
          await stop();
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});
