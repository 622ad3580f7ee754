/** What the HTTP layer may ask of call control. Everything else happens by events of the PBX. */
import type { Delivery, Employee } from '@ringback/adapters';
import type { RecordingDesk } from '../recordings/desk.ts';
import type { Reassignment } from './reassign.ts';
import type { Switchboard } from './switchboard.ts';
import type {
  Agent,
  Call,
  CallPatch,
  CallWithMatches,
  DialAnswer,
  DryRun,
  DryRunInput,
  PartyMatch,
  QualityReport,
} from '@ringback/model';
import type { CallbackDesk } from '../callbacks/desk.ts';

/** Only where the PBX leads its calls itself (docs/decisions/0070). */
export interface ObservedControl {
  /** What the PBX posted to the webhook; safe when it resolves. */
  receive(delivery: Delivery): Promise<void>;
  hangUp(agent: Agent, callId: string): Promise<Call>;
  /** The far side waits; it is taken back at the agent's own phone. */
  hold(agent: Agent, callId: string): Promise<Call>;
  /** Whether the PBX sends messages. */
  readonly messages: boolean;
  /** Sends a short message to the far side of a call, also of one that has ended. Not repeated by itself: each success is a message. */
  message(agent: Agent, callId: string, text: string): Promise<Call>;
  /** A caller who waits is sent to somebody. */
  route(agent: Agent, callId: string, target: string): Promise<Call>;
  /** Plays an audio file of the PBX to a caller who waits. */
  announce(agent: Agent, callId: string, audioId: string): Promise<Call>;
  /** Everybody at the PBX, with our agent of the same extension. */
  employees(): Promise<(Employee & { agent?: { id: string; name: string } })[]>;
}

export interface CallControl {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Whether calls can be made now. */
  readonly pbxUp: boolean;

  /** Registered devices by extension, and the agents who talk or dial. */
  whoIsThere(): Promise<{ online: ReadonlySet<string>; busy: ReadonlySet<string> }>;

  /** Checks the number and the agent's limits, stores the call as `connecting`, and answers what to INVITE. */
  dial(agent: Agent, number: string): Promise<DialAnswer>;
  /** Click-to-call: rings the agent's own phones first, then the number. `conflict` where none is there, or he talks. */
  ring(agent: Agent, number: string): Promise<DialAnswer>;
  /** Transfer, consultation, conference. */
  readonly switchboard: Switchboard;
  readonly observed?: ObservedControl;
  readonly recordings: Pick<RecordingDesk, 'set' | 'link' | 'peaks' | 'open' | 'remove'>;
  /** Calls of this agent that are not ended, with their matches. */
  liveCalls(agentId: string): Promise<CallWithMatches[]>;
  /** One call with its matches; `not-found` when there is none, or the agent may not see it. */
  get(agent: Agent, callId: string): Promise<CallWithMatches>;
  /** Writes comment and party, with audit and `call.updated`. */
  update(agent: Agent, callId: string, patch: CallPatch, idempotencyKey: string): Promise<Call>;
  /** Two customers were made one, or two again: tells it to the calls that go on, and answers those that became the other one's. */
  reassign(change: Reassignment): Promise<string[]>;
  /** What a page of the agent has measured of the call's sound. */
  noteQuality(agent: Agent, callId: string, report: QualityReport): Promise<void>;
  /** Who would get a call, and why. */
  dryRun(input: DryRunInput): Promise<DryRun>;
  /** Everybody who may be behind this number; cached and coalesced. */
  match(number: string): Promise<PartyMatch[]>;

  callbackOffer: CallbackDesk['offer'];
  requestCallback: CallbackDesk['request'];
  callbackStatus: CallbackDesk['status'];
  cancelCallback: CallbackDesk['cancel'];
  moveCallback: CallbackDesk['move'];
  rateCallback: CallbackDesk['rate'];
  disownCallback: CallbackDesk['disown'];
  /** Calls and callbacks that this visitor brought say no more than their campaign. */
  forgetVisit(visitId: string): Promise<void>;
}
