import type { Group, Route } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { group, route, rules } from '../routing/routing.fixtures.ts';
import { createRig, CUSTOMER, olena, type Rig, STRANGER } from './calls.fixtures.ts';

let rig: Rig;
beforeEach(async () => void (rig = await createRig()));
afterEach(async () => {
  expect(rig.problems).toEqual([]);
  await rig.close();
});

function firm(more: { group?: Partial<Group>; route?: Partial<Route> } = {}): void {
  const queue = { queue: true, announce: true, queueCallback: true, ...more.group };
  const { routing } = rules({
    groups: [group('sales', ['olena', 'andriy'], queue)],
    routes: [route({ steps: [{ to: 'group', target: 'sales', seconds: 600 }], ...more.route })],
  });
  Object.assign(rig.settings, { routing });
}

/** What the leg hears now. */
function hears(legId: string): string {
  const heard = [...rig.pbx.playing.values()].filter(({ to }) => 'legId' in to && to.legId === legId);
  expect(heard.length).toBeLessThan(2);
  const [media] = heard.map((one) => one.media);
  if (!media) return '';
  return media.kind === 'tone' ? media.tone : media.url.replace('https://prompts.example/', '');
}

async function callIn(from: string): Promise<string> {
  const leg = rig.pbx.callIn({ from });
  await rig.settle();
  return leg;
}

/** Both agents talk, each with somebody from outside. */
async function allTalk(): Promise<string[]> {
  const legs: string[] = [];
  for (const [from, extension] of [
    ['+380501110001', '101'],
    ['+380501110002', '102'],
  ] as const) {
    legs.push(await callIn(from));
    await answers(extension);
  }
  return legs;
}

async function answers(target: string): Promise<void> {
  rig.pbx.answers(rig.pbx.legTo(target).legId);
  await rig.settle();
}

async function does(work: () => void): Promise<void> {
  work();
  await rig.settle();
}

const callOf = async (number: string, direction: 'in' | 'out' = 'in') => {
  const found = (await rig.calls()).find((one) => one.number === number && one.direction === direction);
  if (!found) throw new Error(`No call of ${number}.`);
  return found;
};

describe('A caller for whom nobody is free', () => {
  it('hears ringing and is not answered, where the group does not announce', async () => {
    firm({ group: { announce: false, queueCallback: false } });
    await allTalk();
    const leg = await callIn(STRANGER);
    expect(rig.pbx.legs.get(leg)).toMatchObject({ ringing: true, answered: false });
    expect(hears(leg)).toBe('');
  });

  it('is told his place and, by the latest talks, how long it will be about; between that he hears ringing', async () => {
    firm();
    const [first] = await allTalk();
    await rig.pass(300);
    await does(() => rig.pbx.hangsUp(first as string));
    await callIn('+380501110003');
    await answers('101');
    const leg = await callIn(STRANGER);
    // 300 s of talk each, two who talk: half of that.
    expect(hears(leg)).toBe('queue-1-3-press.wav');
    const next = await callIn(CUSTOMER);
    expect(hears(next)).toBe('queue-2-5-press.wav');
    await rig.pass(5);
    await does(() => rig.pbx.finishesPlaying(leg));
    expect(hears(leg)).toBe('ringback');
    await rig.pass(25);
    expect(hears(leg)).toBe('queue-1-3-press.wav');
    expect((await callOf(STRANGER)).state).toBe('ringing');
  });

  it('whose PBX cannot play what is to be said is not asked for it over and over, and is still rung through', async () => {
    firm();
    const [first] = await allTalk();
    const leg = await callIn(STRANGER);
    let begun = 0;
    rig.pbx.listen((event) => {
      if (event.type === 'play.finished') begun += 1;
    });
    for (let turn = 0; turn < 5; turn += 1) await does(() => rig.pbx.finishesPlaying(leg));
    expect(begun).toBe(1);
    await does(() => rig.pbx.hangsUp(first as string));
    await answers('101');
    expect((await callOf(STRANGER)).state).toBe('connected');
  });

  it('goes to the first who is free, and hears nothing but him', async () => {
    firm();
    const [first] = await allTalk();
    const leg = await callIn(STRANGER);
    await does(() => rig.pbx.hangsUp(first as string));
    expect(hears(leg)).toBe('ringback');
    await answers('101');
    expect(hears(leg)).toBe('');
    expect(await callOf(STRANGER)).toMatchObject({ state: 'connected', agent: { id: 'olena' } });
  });

  it('who hangs up while he waits has abandoned it; who waits in vain was not answered', async () => {
    firm({ route: { steps: [{ to: 'group', target: 'sales', seconds: 60 }] } });
    await allTalk();
    const leg = await callIn(STRANGER);
    await does(() => rig.pbx.hangsUp(leg));
    expect(await callOf(STRANGER)).toMatchObject({ endReason: 'missed', abandoned: true });
    await callIn(CUSTOMER);
    await rig.pass(61);
    const call = await callOf(CUSTOMER);
    expect(call).toMatchObject({ state: 'ended', endReason: 'missed' });
    expect(call.abandoned).toBeUndefined();
  });

  it('is told his place again by a gateway that was killed meanwhile, and is still rung through', async () => {
    firm();
    const [first] = await allTalk();
    const leg = await callIn(STRANGER);
    await does(() => rig.pbx.finishesPlaying(leg));
    await rig.restart();
    await rig.pass(30);
    expect(hears(leg)).toBe('queue-1-press.wav');
    await does(() => rig.pbx.hangsUp(first as string));
    await answers('101');
    expect((await callOf(STRANGER)).state).toBe('connected');
  });
});

describe('Who presses 1', () => {
  it('is thanked, hung up on, and called when it is his turn, before those who came after him', async () => {
    firm();
    const [first, second] = await allTalk();
    const leg = await callIn(STRANGER);
    await rig.pass(10);
    const later = await callIn(CUSTOMER);
    await rig.pass(5);
    await does(() => rig.pbx.presses(leg, '1'));
    expect(hears(leg)).toBe('callback.wav');
    await does(() => rig.pbx.finishesPlaying(leg));
    expect(rig.pbx.ended.get(leg)).toBe('normal');
    expect(await callOf(STRANGER)).toMatchObject({
      endReason: 'missed',
      callback: { id: expect.any(String) },
    });
    expect((await callOf(STRANGER)).abandoned).toBeUndefined();

    await does(() => rig.pbx.hangsUp(first as string));
    // The one who is free is rung for him, not for the caller who waits on.
    expect(hears(later)).not.toBe('ringback');
    expect((await callOf(CUSTOMER)).rings).toEqual([]);
    await answers('101');
    expect(rig.pbx.legTo(STRANGER).originated?.to).toEqual({ kind: 'trunk', number: STRANGER });
    await answers(STRANGER);
    expect(await callOf(STRANGER, 'out')).toMatchObject({ state: 'connected', agent: { id: 'olena' } });

    await does(() => rig.pbx.hangsUp(second as string));
    await answers('102');
    expect(await callOf(CUSTOMER)).toMatchObject({ state: 'connected', agent: { id: 'andriy' } });
    expect((await rig.store.missed.list({})).items).toEqual([]);
  });

  it('keeps his place also when he hangs up himself during the thanks, and when the gateway is killed then', async () => {
    firm();
    const [first] = await allTalk();
    const leg = await callIn(STRANGER);
    await does(() => rig.pbx.presses(leg, '1'));
    await rig.restart(() => rig.pbx.hangsUp(leg));
    await rig.settle();
    await does(() => rig.pbx.hangsUp(first as string));
    await answers('101');
    expect(rig.pbx.legTo(STRANGER).originated?.to).toEqual({ kind: 'trunk', number: STRANGER });
  });

  it('twice, in two calls, is called once', async () => {
    firm();
    await allTalk();
    for (const _ of [1, 2]) {
      const leg = await callIn(STRANGER);
      await does(() => rig.pbx.presses(leg, '1'));
      await does(() => rig.pbx.finishesPlaying(leg));
    }
    expect(await rig.store.callbacks.inStates(['scheduled'])).toHaveLength(1);
  });

  it('is a missed call of the group when nobody has called him in all the time', async () => {
    firm();
    await allTalk();
    const leg = await callIn(STRANGER);
    await does(() => rig.pbx.presses(leg, '1'));
    await does(() => rig.pbx.finishesPlaying(leg));
    await rig.pass(13 * 60 * 60);
    expect(await rig.store.callbacks.inStates(['failed'])).toMatchObject([
      { callback: { number: STRANGER, failure: 'no-agent', kept: false } },
    ]);
  });

  it('is nobody else’s than the group’s: no other colleague is told of him', async () => {
    firm({ group: { heads: ['maria'] } });
    await allTalk();
    const leg = await callIn(STRANGER);
    await does(() => rig.pbx.presses(leg, '1'));
    await does(() => rig.pbx.finishesPlaying(leg));
    await rig.pass(13 * 60 * 60);
    const told = async (agentId: string) =>
      (await rig.store.events.since(0, 1000, agentId)).events.filter(
        ({ event }) => event.type === 'callback.broken',
      ).length;
    expect(await Promise.all(['olena', 'andriy', 'maria', 'petro'].map(told))).toEqual([1, 1, 1, 0]);
  });

  it.each([
    ['a hidden number', '', {}],
    ['a group that does not call back', STRANGER, { queueCallback: false }],
  ])('is not heard: %s', async (_, from, more) => {
    firm({ group: more });
    await allTalk();
    const leg = await callIn(from);
    expect(hears(leg)).toBe('queue-1.wav');
    await does(() => rig.pbx.presses(leg, '1'));
    expect(hears(leg)).toBe('queue-1.wav');
  });

  it('and does not want to be called at all is not offered it', async () => {
    firm();
    Object.assign(rig.settings, { doNotCall: [STRANGER] });
    await allTalk();
    expect(hears(await callIn(STRANGER))).toBe('queue-1.wav');
  });
});

describe('A chain that ends in a voicemail', () => {
  const lastly = {
    route: { last: 'voicemail' as const, steps: [{ to: 'agent' as const, target: 'olena', seconds: 20 }] },
  };

  async function unanswered(): Promise<string> {
    firm(lastly);
    const leg = await callIn(STRANGER);
    await rig.pass(21);
    return leg;
  }

  it('records what the caller says after the tone, as a recording of the missed call, heard by whom it rang at', async () => {
    const leg = await unanswered();
    expect(hears(leg)).toBe('voicemail.wav');
    await does(() => rig.pbx.finishesPlaying(leg));
    const [recording] = [...rig.pbx.recordings.values()];
    expect(recording).toMatchObject({ state: 'recording', bridgeId: rig.pbx.legs.get(leg)?.bridgeId });
    await does(() => rig.pbx.hangsUp(leg));
    await rig.settle();
    const call = await callOf(STRANGER);
    expect(call).toMatchObject({
      endReason: 'missed',
      recordings: [{ kind: 'voicemail', state: 'stored', seconds: 2 }],
    });
    expect(call.abandoned).toBeUndefined();
    const [kept] = call.recordings ?? [];
    await expect(rig.control.recordings.link(olena, kept?.id ?? '')).resolves.toBeDefined();
    expect((await rig.store.missed.list({})).items).toMatchObject([{ number: STRANGER, how: 'unanswered' }]);
  });

  it('is ended by #, and by itself after two minutes', async () => {
    const leg = await unanswered();
    await does(() => rig.pbx.finishesPlaying(leg));
    await does(() => rig.pbx.presses(leg, '#'));
    expect(rig.pbx.ended.get(leg)).toBe('normal');
    const other = await unanswered();
    await does(() => rig.pbx.finishesPlaying(other));
    await rig.pass(122);
    expect(rig.pbx.ended.get(other)).toBe('normal');
  });

  it('is abandoned by who hangs up before the tone', async () => {
    const leg = await unanswered();
    await does(() => rig.pbx.hangsUp(leg));
    expect(await callOf(STRANGER)).toMatchObject({ endReason: 'missed', abandoned: true });
    expect(rig.pbx.recordings.size).toBe(0);
  });

  it('records also where the PBX never tells that the sentence is over, and after the gateway was killed', async () => {
    const leg = await unanswered();
    await rig.restart();
    await rig.pass(62);
    expect([...rig.pbx.recordings.values()]).toMatchObject([{ state: 'recording' }]);
    await does(() => rig.pbx.hangsUp(leg));
    expect(await callOf(STRANGER)).toMatchObject({ recordings: [{ kind: 'voicemail', state: 'stored' }] });
  });
});

describe('A chain that ends in a message', () => {
  it('says it and hangs up; the call is missed', async () => {
    firm({ route: { last: 'message', steps: [{ to: 'agent', target: 'sofia', seconds: 20 }] } });
    const leg = await callIn(STRANGER);
    expect(hears(leg)).toBe('message.wav');
    expect((await callOf(STRANGER)).state).toBe('ringing');
    await does(() => rig.pbx.finishesPlaying(leg));
    expect(rig.pbx.ended.get(leg)).toBe('normal');
    expect(await callOf(STRANGER)).toMatchObject({ endReason: 'missed' });
  });
});
