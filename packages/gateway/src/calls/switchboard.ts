/** What an agent does with calls that he talks in: gives one away, asks somebody first, brings two together. */
import { type Agent, type Call, type DialAnswer, RingbackError, type Settings } from '@ringback/model';
import type { Store } from '../store/contract.ts';
import { noSuchCall } from './changes.ts';
import { invite, legOfParticipant, mergeCalls, muteParticipant } from './conference.ts';
import type { Dialling } from './dialling.ts';
import { pbxDown, readDestination } from './destination.ts';
import { Draft } from './draft.ts';
import type { Engine } from './engine.ts';
import type { Reach, Reached } from './reach.ts';
import { beginTransfer, completeTransfer } from './transfer.ts';

export interface SwitchboardOptions {
  engine: Engine;
  store: Store;
  dialling: Dialling;
  reach: Reach;
  settings: () => Settings;
  now: () => Date;
  newId: () => string;
  pbxUp: () => boolean;
}

export interface Switchboard {
  transfer(agent: Agent, callId: string, target: string): Promise<Call>;
  consult(agent: Agent, callId: string, target: string): Promise<DialAnswer>;
  completeTransfer(agent: Agent, consultationId: string): Promise<Call>;
  cancelTransfer(agent: Agent, consultationId: string): Promise<Call>;
  merge(agent: Agent, callId: string, withId: string): Promise<Call>;
  /** Rings somebody into the call; whoever talks in it may. */
  invite(agent: Agent, callId: string, target: string): Promise<Call>;
  /** The one whose call it is decides who is heard, and who must leave. */
  mute(agent: Agent, callId: string, participantId: string, muted: boolean): Promise<Call>;
  kick(agent: Agent, callId: string, participantId: string): Promise<Call>;
}

/** More would not understand each other, and mixing costs. */
export const MOST_PARTICIPANTS = 20;

export function createSwitchboard(options: SwitchboardOptions): Switchboard {
  const { engine, store, dialling, reach, settings, now, newId, pbxUp } = options;
  const byExtension = (extension: string) => store.agents.byExtension(extension);

  async function open(callId: string): Promise<Draft> {
    const facts = await engine.load(callId);
    if (!facts) throw noSuchCall(callId);
    return new Draft(facts, now());
  }

  /** A change of a call in which the agent talks; answers the call after it. */
  async function inTalk(agent: Agent, callId: string, work: (draft: Draft) => Promise<void>): Promise<Call> {
    return engine.lanes.run(callId, async () => {
      const draft = await open(callId);
      requireTalk(draft, agent);
      await work(draft);
      await engine.commit(draft);
      return draft.call;
    });
  }

  async function readTarget(agent: Agent, callId: string, target: string): Promise<Reached> {
    const to = await readDestination({ agent, number: target, settings: settings(), byExtension });
    if (!pbxUp()) throw pbxDown();
    const waits = to.colleague && (await store.calls.get(callId));
    const phone = to.colleague && (await reach(to.colleague, waits?.call));
    if (to.colleague && !phone) throw notThere(to.colleague);
    return { ...to, phone };
  }

  /** The waiting call of a consultation of this agent. */
  async function waitingOf(agent: Agent, consultationId: string): Promise<string> {
    const row = await store.calls.get(consultationId);
    if (!row || row.call.agent?.id !== agent.id) throw noSuchCall(consultationId);
    const { consultationOf } = row.call;
    if (consultationOf === undefined || row.call.transferredBy) throw noConsultation(consultationId);
    return consultationOf;
  }

  async function transfer(agent: Agent, callId: string, target: string): Promise<Call> {
    const to = await readTarget(agent, callId, target);
    const id = newId();
    return engine.lanes.together([callId, id], async () => {
      const draft = await open(callId);
      const staying = other(draft, agent);
      if (staying.agentId !== undefined && staying.agentId === to.colleague?.id)
        throw talksAlready(to.colleague);
      const { agents } = await engine.circumstances();
      const input = { by: agent, agents, settings: settings(), to, id, newId };
      // The far side leaves its bridge first: only then can it hear ringing.
      await engine.commit(beginTransfer(draft, staying, input), draft);
      return draft.call;
    });
  }

  async function complete(agent: Agent, callId: string, consultationId: string): Promise<Call | undefined> {
    return engine.lanes.together([callId, consultationId], async () => {
      const [draft, consultation] = [await open(callId), await open(consultationId)];
      const staying = other(draft, agent);
      if (consultation.ended) throw conflict('The consultation is over.', 'Transfer the call directly.');
      if (consultation.call.connectedAt === undefined) return undefined;
      const target = other(consultation, agent);
      const { agents } = await engine.circumstances();
      const input = { by: agent, agents, settings: settings() };
      completeTransfer(draft, staying, { ...input, consultation, target });
      await engine.commit(draft, consultation);
      return draft.call;
    });
  }

  async function end(consultationId: string): Promise<Call> {
    return engine.lanes.run(consultationId, async () => {
      const draft = await open(consultationId);
      if (draft.call.transferredBy || draft.call.participants) throw noConsultation(consultationId);
      const talked = draft.call.connectedAt !== undefined;
      const cause = talked ? 'normal' : 'cancelled';
      draft.end(talked ? 'completed' : 'cancelled', { far: cause, agent: cause });
      await engine.commit(draft);
      return draft.call;
    });
  }

  return {
    transfer,
    async consult(agent, callId, target) {
      other(await open(callId), agent);
      await readTarget(agent, callId, target);
      return dialling.dial(agent, target, callId);
    },
    async completeTransfer(agent, consultationId) {
      const callId = await waitingOf(agent, consultationId);
      const done = await complete(agent, callId, consultationId);
      if (done) return done;
      // Nobody has answered yet: the far side waits for him instead of the agent.
      const { number } = await end(consultationId);
      return transfer(agent, callId, number);
    },
    async cancelTransfer(agent, consultationId) {
      const callId = await waitingOf(agent, consultationId);
      await end(consultationId);
      return (await open(callId)).call;
    },
    async merge(agent, callId, withId) {
      if (callId === withId) throw invalid('with', 'This is the same call.');
      return engine.lanes.together([callId, withId], async () => {
        const [host, guest] = [await open(callId), await open(withId)];
        for (const draft of [host, guest]) requireTalk(draft, agent);
        const { agents } = await engine.circumstances();
        mergeCalls(host, guest, { by: agent, agents, newId });
        // Last the one whose bridge goes: its legs are in the other by then.
        await engine.commit(guest, host);
        return host.call;
      });
    },
    async invite(agent, callId, target) {
      const to = await readTarget(agent, callId, target);
      return inTalk(agent, callId, async (draft) => {
        const there = draft.legs.filter((leg) => leg.state !== 'ended');
        if (to.colleague && there.some((leg) => leg.agentId === to.colleague?.id))
          throw talksAlready(to.colleague);
        if (there.length >= MOST_PARTICIPANTS)
          throw conflict(
            `No more than ${MOST_PARTICIPANTS} can talk together.`,
            'Somebody must leave first.',
          );
        const { agents } = await engine.circumstances();
        invite(draft, to, { agents, newId, settings: settings() });
      });
    },
    mute: (agent, callId, participantId, muted) =>
      inTalk(agent, callId, async (draft) => {
        muteParticipant(draft, participantOf(draft, agent, participantId), muted);
      }),
    kick: (agent, callId, participantId) =>
      inTalk(agent, callId, async (draft) => {
        const { legId } = participantOf(draft, agent, participantId);
        draft.command({ do: 'hangup', legId, cause: 'normal' });
      }),
  };
}

/** The leg of a participant of this agent's own conference. */
function participantOf(draft: Draft, agent: Agent, participantId: string) {
  const { call } = draft;
  if (call.agent?.id !== agent.id) {
    throw new RingbackError('forbidden', 'This is not your conference.', {
      hint: `Ask ${call.agent?.name ?? 'the one who leads it'}.`,
    });
  }
  const leg = legOfParticipant(draft, participantId);
  if (leg) return leg;
  throw new RingbackError('not-found', `There is no participant ${participantId} in this call.`);
}

/** His own leg of a call in which he talks. */
function requireTalk(draft: Draft, agent: Agent) {
  const { call } = draft;
  const own = draft.talkingLegOf(agent.id);
  if (!draft.audience.includes(agent.id)) throw noSuchCall(call.id);
  if (draft.ended) throw conflict('The call is over.', 'Call the number again.');
  if (!own || call.connectedAt === undefined)
    throw conflict('You do not talk in this call.', 'Answer it first, or wait until it is answered.');
  return own;
}

/** The one he talks with. */
function other(draft: Draft, agent: Agent) {
  const own = requireTalk(draft, agent);
  const others = draft.talking.filter(({ legId }) => legId !== own.legId);
  const [only] = others;
  if (!only || others.length > 1)
    throw conflict('A conference cannot be transferred.', 'Hang up: the others go on talking.');
  return only;
}

const conflict = (message: string, hint: string) => new RingbackError('conflict', message, { hint });
const invalid = (field: string, message: string) =>
  new RingbackError('invalid', message, { fields: { [field]: message } });
const notThere = ({ name }: Agent) =>
  conflict(`${name} cannot be reached now.`, 'Choose somebody else, or call a number.');
const talksAlready = ({ name }: Agent) => invalid('target', `You are talking with ${name} already.`);
const noConsultation = (callId: string) =>
  conflict(`The call ${callId} is no consultation.`, 'Begin one: POST /calls/:id/consult.');
