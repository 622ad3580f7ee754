/** One conversation at the simulated PBX: what a test lets happen in it is told in MANGO's events. */
import { randomUUID } from 'node:crypto';

export interface Told {
  (path: string, json: object): void;
}

export interface SimEnd {
  extension?: string;
  number?: string;
  line_number?: string;
  taken_from_call_id?: string;
}

export interface SimLeg {
  callId: string;
  location: 'ivr' | 'queue' | 'abonent';
  from: SimEnd;
  to: SimEnd;
  seq: number;
  state: 'Appeared' | 'Connected' | 'OnHold' | 'Disconnected';
  beganAt: number;
  answeredAt: number;
  endedAt: number;
  reason: number;
}

export interface ConversationOptions {
  tell: Told;
  /** Seconds of MANGO's clock. */
  seconds: () => number;
  direction: 0 | 1 | 2;
  from: SimEnd;
  to: SimEnd;
  line: string;
  tracked?: string;
  /** By extension. */
  mobiles: ReadonlyMap<string, string>;
}

/** MANGO's ids are such texts. */
const newKey = () => Buffer.from(randomUUID().slice(0, 18)).toString('base64');

export class Conversation {
  readonly entryId = newKey();
  readonly legs: SimLeg[] = [];
  readonly recordings: string[] = [];
  /** Numbers of the audio files that were played. */
  readonly played: string[] = [];
  readonly #options: ConversationOptions;
  readonly #beganAt: number;
  #isFarFirst = false;
  ended = false;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#beganAt = options.seconds();
  }

  leg(callId: string): SimLeg | undefined {
    return this.legs.find((leg) => leg.callId === callId);
  }

  /** The leg to this extension that lives. */
  at(extension: string): SimLeg {
    const leg = this.legs.find(
      ({ to, from, state }) => (to.extension ?? from.extension) === extension && state !== 'Disconnected',
    );
    if (!leg) throw new Error(`Nothing rings at ${extension}.`);
    return leg;
  }

  get waiting(): SimLeg | undefined {
    return this.legs.find(({ location, state }) => location !== 'abonent' && state !== 'Disconnected');
  }
  get talking(): SimLeg | undefined {
    return this.legs.findLast(
      ({ location, state }) => location === 'abonent' && ['Connected', 'OnHold'].includes(state),
    );
  }

  /** Into the menu or the queue. */
  enter(location: 'ivr' | 'queue'): this {
    const before = this.waiting;
    if (before) this.#end(before, 1170);
    this.#appear({
      location,
      from: this.#options.from,
      to: { number: this.#options.line, line_number: this.#options.line },
    });
    return this;
  }

  ring(extension: string, how: { commandId?: string } = {}): this {
    const taken = this.waiting ?? this.talking;
    const from = { ...this.#options.from, ...(taken ? { taken_from_call_id: taken.callId } : {}) };
    const to = { ...this.#phone(extension), line_number: this.#options.line };
    this.#appear({ location: 'abonent', from, to }, how);
    return this;
  }

  /** The world, or another colleague, is called by this one. */
  dial(extension: string, number: string): this {
    const taken = this.legs.find(({ to }) => to.extension === extension)?.callId;
    const from = { ...this.#phone(extension), ...(taken === undefined ? {} : { taken_from_call_id: taken }) };
    const to = { ...this.#called(number), line_number: this.#options.line };
    this.#appear({ location: 'abonent', from, to });
    return this;
  }

  /** A callback that begins with the world. */
  ringFar(number: string, how: { commandId: string }): this {
    this.#isFarFirst = true;
    const line = { number: this.#options.line };
    this.#appear({ location: 'abonent', from: line, to: { number, line_number: line.number } }, how);
    return this;
  }

  answer(extension: string): this {
    const leg = this.at(extension);
    for (const other of this.legs)
      if (other !== leg && other.state === 'Appeared' && other.to.extension !== undefined)
        this.#end(other, 1120);
    leg.answeredAt = this.#options.seconds();
    this.#move(leg, 'Connected');
    return this;
  }

  /** The called side of a call of ours picks up. */
  answerFar(): this {
    const leg = this.legs.findLast(({ to, state }) => to.extension === undefined && state === 'Appeared');
    if (!leg) throw new Error('Nobody is being called.');
    leg.answeredAt = this.#options.seconds();
    this.#move(leg, 'Connected');
    return this;
  }

  hold(leg = this.talking): this {
    if (leg) this.#move(leg, 'OnHold');
    return this;
  }
  resume(): this {
    if (this.talking) this.#move(this.talking, 'Connected');
    return this;
  }

  press(dtmf: string): this {
    const leg = this.waiting ?? this.talking;
    if (leg)
      this.#options.tell('events/dtmf', {
        ...{ seq: (leg.seq += 1), dtmf, timestamp: this.#options.seconds(), call_id: leg.callId },
        ...{ entry_id: this.entryId, location: leg.location, from_number: leg.from.number },
      });
    return this;
  }

  record(extension: string, commandId?: string): string {
    const id = newKey();
    this.recordings.push(id);
    this.#options.tell('events/recording', {
      ...{ recording_id: id, recording_state: 'Started', seq: 1, entry_id: this.entryId, extension },
      ...{ call_id: this.at(extension).callId, timestamp: this.#options.seconds(), recipient: 'Cloud' },
      ...(commandId === undefined ? {} : { command_id: commandId }),
    });
    return id;
  }

  /** The audio lies in the cloud now. */
  store(recordingId: string): this {
    this.#options.tell('events/record/added', {
      ...{ entry_id: this.entryId, product_id: 1, user_id: -1, recording_id: recordingId },
      timestamp: this.#options.seconds(),
    });
    return this;
  }

  /** To another colleague, at once: the far side is rung through when the one who gives it away has left. */
  transfer(to: string, commandId: string): this {
    const before = this.talking;
    if (!before) return this;
    const by = before.to.extension ?? before.from.extension ?? '';
    this.#move(before, 'OnHold');
    const leg = this.#appear(
      { location: 'abonent', from: this.#phone(by), to: this.#called(to) },
      { commandId },
    );
    this.#end(before, 1120);
    leg.from = { ...this.#farOf(before, by), taken_from_call_id: before.callId };
    this.#move(leg, 'Appeared');
    return this;
  }

  /** The far side waits, and this colleague calls somebody. */
  consult(by: string, to: string, how: { commandId?: string } = {}): this {
    const held = this.legs.findLast(
      ({ to, from, state }) =>
        [to.extension, from.extension].includes(by) && (state === 'Connected' || state === 'OnHold'),
    );
    if (!held) throw new Error(`${by} talks with nobody.`);
    if (held.state === 'Connected') this.#move(held, 'OnHold');
    const from = { ...this.#phone(by), taken_from_call_id: held.callId };
    this.#appear({ location: 'abonent', from, to: this.#called(to) }, how);
    return this;
  }

  /** The living leg of a consultation, and the one that waits. */
  get consultation(): { leg: SimLeg; held: SimLeg } | undefined {
    for (const leg of this.legs) {
      const held = this.leg(leg.from.taken_from_call_id ?? '');
      if (leg.state !== 'Disconnected' && leg.from.extension !== undefined && held?.state === 'OnHold')
        return { leg, held };
    }
    return undefined;
  }

  /** The one who asked has put his receiver down, or has been told to leave: the one who waited stands where he stood. */
  connect(): this {
    const { leg, held } = this.#asking();
    const by = leg.from.extension ?? '';
    this.#end(held, 1120);
    leg.from = { ...this.#farOf(held, by), taken_from_call_id: held.callId };
    this.#move(leg, 'Connected');
    return this;
  }

  /** Back to the one who waits. */
  cancelConsultation(): this {
    const { leg, held } = this.#asking();
    this.#end(leg, 1180);
    this.#move(held, 'Connected');
    return this;
  }

  /** All of it. */
  hangUp(reason = 1110): this {
    const isOfTalk = ({ to }: SimLeg) =>
      this.#options.direction !== 2 || (to.extension === undefined) !== this.#isFarFirst;
    const talked = this.legs.find((leg) => leg.answeredAt > 0 && isOfTalk(leg));
    for (const leg of this.legs) if (leg.state !== 'Disconnected') this.#end(leg, reason);
    for (const id of this.recordings)
      this.#options.tell('events/recording', {
        ...{
          recording_id: id,
          recording_state: 'Completed',
          seq: 2,
          entry_id: this.entryId,
          completion_code: 1000,
        },
        timestamp: this.#options.seconds(),
      });
    this.ended = true;
    const last =
      this.legs.findLast(({ answeredAt, location }) => answeredAt > 0 && location === 'abonent') ??
      this.legs.at(-1);
    this.#options.tell('events/summary', {
      ...{ entry_id: this.entryId, call_direction: this.#options.direction, from: this.#options.from },
      to: this.#options.direction === 1 ? (last?.to ?? {}) : this.#options.to,
      ...{ line_number: this.#options.line, create_time: this.#beganAt, forward_time: this.#beganAt },
      ...{ talk_time: talked?.answeredAt ?? 0, end_time: this.#options.seconds() },
      ...{ entry_result: talked ? 1 : 0, disconnect_reason: reason },
    });
    return this;
  }

  /** Lines of the statistics. */
  rows(): string[] {
    return this.legs
      .filter(({ location }) => location === 'abonent')
      .map((leg, index) =>
        [
          `[${index === 0 ? this.recordings.join(',') : ''}]`,
          ...[leg.beganAt, leg.endedAt, leg.answeredAt],
          ...[leg.from.extension ?? '', leg.from.number ?? '', leg.to.extension ?? '', leg.to.number ?? ''],
          ...[leg.reason, this.#options.line, leg.location, this.entryId],
        ].join(';'),
      );
  }

  #asking(): { leg: SimLeg; held: SimLeg } {
    const asking = this.consultation;
    if (!asking) throw new Error('Nobody asks anybody.');
    return asking;
  }

  #phone(extension: string): SimEnd {
    return {
      extension,
      number: this.#options.mobiles.get(extension) ?? `sip:user${extension}@firm.mangosip.ru`,
    };
  }

  /** Short numbers are colleagues'. */
  #called(number: string): SimEnd {
    return number.length <= 4 ? this.#phone(number) : { number };
  }

  /** Who stands opposite this colleague in a leg. */
  #farOf({ from, to }: SimLeg, extension: string): SimEnd {
    const { number, extension: other } = to.extension === extension ? from : to;
    return {
      ...(number === undefined ? {} : { number }),
      ...(other === undefined ? {} : { extension: other }),
    };
  }

  #appear(leg: Pick<SimLeg, 'location' | 'from' | 'to'>, { commandId }: { commandId?: string } = {}): SimLeg {
    const made: SimLeg = {
      ...{ ...leg, callId: newKey(), seq: 0, state: 'Appeared', answeredAt: 0, endedAt: 0, reason: 0 },
      beganAt: this.#options.seconds(),
    };
    this.legs.push(made);
    this.#move(made, 'Appeared', commandId === undefined ? {} : { command_id: commandId });
    return made;
  }

  #end(leg: SimLeg, reason: number): void {
    leg.reason = reason;
    leg.endedAt = this.#options.seconds();
    this.#move(leg, 'Disconnected', { disconnect_reason: reason });
  }

  #move(leg: SimLeg, state: SimLeg['state'], more: object = {}): void {
    leg.state = state;
    const { tracked } = this.#options;
    this.#options.tell('events/call', {
      ...{
        entry_id: this.entryId,
        call_id: leg.callId,
        timestamp: this.#options.seconds(),
        seq: (leg.seq += 1),
      },
      ...{ call_state: state, location: leg.location, from: leg.from, to: leg.to },
      dct: tracked === undefined ? { type: 0 } : { number: tracked, type: 1 },
      ...more,
    });
  }
}
