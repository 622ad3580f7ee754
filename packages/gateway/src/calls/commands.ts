/** Asks the PBX to do what was decided and stored. What it refuses comes back as inputs of the same call. */
import type { AdapterLog, Pbx, PlayMedia } from '@ringback/adapters';
import { RingbackError } from '@ringback/model';
import type { Said } from '../routing/spoken.ts';
import type { Input } from './decide.ts';
import type { Command } from './draft.ts';
import { type Timers, withDeadline } from './timers.ts';

/** A PBX that can do all that call control needs. */
export type CallPbx = Pbx & Required<Pick<Pbx, 'originate' | 'answer' | 'hangup' | 'bridge'>>;

export function requireCallPbx(pbx: Pbx): CallPbx {
  const { originate, answer, hangup, bridge } = pbx;
  if (!originate || !answer || !hangup || !bridge) {
    throw new RingbackError(
      'unsupported',
      `${pbx.manifest.name} cannot be used for calls: originate, answer, hangup and bridge are needed.`,
      {
        hint: 'Choose another PBX in the settings.',
      },
    );
  }
  return pbx as CallPbx;
}

export type Perform = (callId: string, commands: readonly Command[]) => Promise<Input[]>;

/** How long the PBX may take to accept a command, in ms. */
export const COMMAND_DEADLINE_MS = 10_000;

/** Where the PBX finds what is to be said; nothing: it plays ringing. */
export type FindSpeech = (callId: string, said: Said) => Promise<string | undefined>;

export interface PerformOptions {
  pbx: CallPbx;
  timers: Timers;
  log: AdapterLog;
  /** Address of what an agent is told of his callback. */
  whisper: ((callId: string) => Promise<string>) | undefined;
  findSpeech: FindSpeech;
}

export function createPerform({ pbx, timers, log, whisper, findSpeech }: PerformOptions): Perform {
  type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;

  async function join({ bridgeId, answer, legIds, waited, stop }: Of<'join'>): Promise<void> {
    await Promise.all([
      ...(waited ? legIds.flatMap((legId) => [ringbackOf(legId), sayOf(legId)]) : []).map((id) =>
        pbx.play?.stop(id),
      ),
      stop === undefined ? undefined : pbx.play?.stop(stop),
      answer === undefined ? undefined : pbx.answer.answer(answer),
      pbx.bridge.create(bridgeId),
    ]);
    await Promise.all(legIds.map((legId) => pbx.bridge.add(bridgeId, legId)));
  }

  async function record({ what, recordingId, bridgeId }: Of<'record'>): Promise<void> {
    if (!pbx.record) throw new RingbackError('unsupported', `${pbx.manifest.name} cannot record.`);
    if (what === 'start') await pbx.record.start({ recordingId, bridgeId });
    else await pbx.record[what](recordingId);
  }

  async function say(callId: string, legId: string): Promise<void> {
    const url = await whisper?.(callId);
    if (url === undefined || !pbx.play) return ringback(legId);
    const input = { playId: sayOf(legId), to: { legId }, media: { kind: 'url', url } } as const;
    await pbx.play.start(input).catch((error: unknown) => {
      log.warn({ err: error, callId }, 'the agent could not be told that it is a callback');
      return ringback(legId);
    });
  }

  async function ringback(legId: string): Promise<void> {
    const media = { kind: 'tone', tone: 'ringback' } as const;
    await pbx.play?.start({ playId: ringbackOf(legId), to: { legId }, media });
  }

  async function tell(callId: string, { legId, answer, playId, instead, said }: Of<'tell'>): Promise<void> {
    const url = await findSpeech(callId, said);
    if (answer) await pbx.answer.answer(legId);
    if (instead !== undefined) await pbx.play?.stop(instead);
    const media: PlayMedia = url === undefined ? { kind: 'tone', tone: 'ringback' } : { kind: 'url', url };
    await pbx.play?.start({ playId, to: { legId }, media });
  }

  async function takeMessage({ bridgeId, legId, recordingId, stop }: Of<'take-message'>): Promise<void> {
    await Promise.all([pbx.bridge.create(bridgeId), pbx.play?.stop(stop)]);
    await pbx.bridge.add(bridgeId, legId);
    await record({ do: 'record', what: 'start', recordingId, bridgeId });
  }

  async function ask(callId: string, command: Command): Promise<void> {
    switch (command.do) {
      case 'ring':
        return pbx.answer.ring(command.legId);
      case 'answer':
        return pbx.answer.answer(command.legId);
      case 'originate':
        return pbx.originate.leg(command.input);
      case 'hangup':
        return pbx.hangup.leg(command.legId, command.cause);
      case 'unbridge':
        return pbx.bridge.destroy(command.bridgeId);
      case 'join':
        return join(command);
      case 'record':
        return record(command);
      case 'mute':
        return pbx.mute?.leg(command.legId, command.muted);
      case 'ringback':
        return command.whisper ? say(callId, command.legId) : ringback(command.legId);
      case 'tell':
        return tell(callId, command);
      case 'take-message':
        return takeMessage(command);
    }
  }

  async function one(callId: string, command: Command): Promise<Input | undefined> {
    const asked = ask(callId, command);
    try {
      await withDeadline(timers, COMMAND_DEADLINE_MS, asked);
      return command.do === 'join' ? { type: 'joined' } : undefined;
    } catch (error) {
      log.warn({ err: error, callId, command: command.do }, 'the PBX refused a command');
      if (command.do === 'originate') void callOff(asked, command.input.legId);
      return refused(command, error);
    }
  }

  /** What the PBX takes up after its time rings for a call that is over: the next attempt would ring the same number beside it. */
  async function callOff(asked: Promise<void>, legId: string): Promise<void> {
    try {
      await asked;
    } catch {
      // Refused: nothing rings.
      return;
    }
    await pbx.hangup.leg(legId, 'cancelled').catch((error: unknown) => {
      log.warn({ err: error, legId }, 'a leg that came too late could not be hung up');
    });
  }

  return async (callId, commands) => {
    const answers = await Promise.all(commands.map((command) => one(callId, command)));
    return answers.filter((answer) => answer !== undefined);
  };
}

/** What is played is named after its leg, so that another run of the gateway can stop it. */
const ringbackOf = (legId: string): string => `ring-${legId.replaceAll(/[^\w-]/g, '-')}`.slice(0, 60);

export const sayOf = (legId: string): string => `say-${legId.replaceAll(/[^\w-]/g, '-')}`.slice(0, 60);

/** A leg that should be hung up, and was not because the connection is gone, is found by the next reconciliation. */
function refused(command: Command, error: unknown): Input | undefined {
  if (command.do === 'join') return { type: 'join.failed', attempt: command.attempt, legIds: command.legIds };
  if (command.do === 'tell') return { type: 'told', playId: command.playId };
  if (command.do === 'take-message') return { type: 'recording.failed', recordingId: command.recordingId };
  if (command.do === 'record' && command.what === 'start')
    return { type: 'recording.failed', recordingId: command.recordingId };
  if (command.do === 'answer') return { type: 'leg.ended', legId: command.legId, cause: 'failed' };
  if (command.do !== 'originate') return undefined;
  // The PBX has this leg already: the same command came twice.
  if (error instanceof RingbackError && error.code === 'conflict') return undefined;
  return { type: 'leg.ended', legId: command.input.legId, cause: 'failed' };
}
