/**
 * Asterisk 20 and 22 through ARI: events over one WebSocket, commands over HTTP. Every call that the dialplan hands to
 * `Stasis(<app>, …)` is offered; docs/adapters/asterisk.md has the configuration.
 */
import { randomUUID } from 'node:crypto';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { LegEndCause, Pbx, PbxEvent } from '../contract.ts';
import { createAmi } from './ami.ts';
import { createAriApi, isRefusal } from './api.ts';
import { createConnection } from './connection.ts';
import { createCredentials } from './credentials.ts';
import { createEndpoints } from './endpoints.ts';
import { LegBook, type Outcome } from './legs.ts';
import { createMedia } from './media.ts';
import { manifest, AsteriskSettings, type AsteriskSettingsInput } from './manifest.ts';
import { checkedTarget, toQ850, toSnapshot } from './map.ts';
import { createMixed } from './mixed.ts';
import { createOriginate } from './originate.ts';
import { createOverSocket } from './over-socket.ts';
import { createRejoin } from './rejoin.ts';
import { createAdmissions, toLogin } from './security.ts';
import { AriEvent, MESSAGE_TYPES, RestResponse } from './wire.ts';

export { examineAsterisk, type Finding } from './doctor.ts';
export { createChangeableAsterisk } from './changeable.ts';
export { manifest, FIELDS, AsteriskSettings, type AsteriskSettingsInput } from './manifest.ts';

export function createAsterisk(input: AsteriskSettingsInput, context: AdapterContext): Pbx {
  const settings = checked(input);
  const { app } = settings;
  const { http, now, log } = context;
  const { ariUrl: url, user, password } = settings;
  const overSocket = createOverSocket();
  const api = createAriApi({ url, user, password, http, overSocket });
  const credentials = createCredentials({ api, now, log });
  const admissions = createAdmissions(api);
  const legs = new LegBook(app);
  const isHeld = (channelId: string): boolean => legs.isHeld(channelId);
  const rejoin = createRejoin({ api, log, isHeld });
  const mixed = createMixed({ api, log, isHeld });
  const devices = new Map<string, boolean>();
  const endpoints = createEndpoints({ api, known: () => devices.keys() });
  const listeners = new Set<(event: PbxEvent) => void>();

  function tell(event: PbxEvent): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        log.error({ event: event.type, error: String(error) }, 'A listener to PBX events failed');
      }
    }
  }

  function carryOut(outcome: Outcome): void {
    for (const event of outcome.tell) {
      if (event.type === 'leg.ended') for (const over of media.over(event.legId, event.at)) tell(over);
      tell(event);
    }
    for (const { channelId: id, cause } of outcome.hangup) {
      api
        .hangup(id, toQ850(cause))
        .catch((error: unknown) =>
          log.warn({ channel: id, error: String(error) }, 'A channel could not be hung up'),
        );
    }
    for (const id of outcome.letGo) {
      log.warn(
        { channel: id },
        `Stasis(${app},…) was given neither "device" nor "trunk": the call goes back to the dialplan`,
      );
      api
        .letGo(id)
        .catch((error: unknown) =>
          log.warn({ channel: id, error: String(error) }, 'A channel could not be given back'),
        );
    }
  }

  function deviceChanged(endpoint: string, online: boolean): void {
    if ((devices.get(endpoint) ?? false) === online) return;
    devices.set(endpoint, online);
    tell({ type: 'device.changed', endpoint, online });
  }

  const connection = createConnection({
    address: () => api.events(app),
    log,
    async onOpen() {
      await api.hearAll(app);
      const [channels, phones] = await Promise.all([
        api.channels(),
        api.endpoints(),
        credentials.restore(),
        admissions.restore(),
      ]);
      legs.rebuild(channels);
      devices.clear();
      for (const { resource, state } of phones) devices.set(resource, state === 'online');
      // Asterisk that puts a connection of before away may take the application from the new one with it: then no channel
      // lives there, nor does this one, and we connect anew.
      await probe('EPOCH');
    },
    onUp() {
      log.info({}, 'Asterisk is connected');
      overSocket.opened((text) => connection.send(text));
      api.hearOnly(app, MESSAGE_TYPES).catch((error: unknown) => {
        log.debug({ error: String(error) }, 'Asterisk tells of everything, also of what means nothing here');
        if (isRefusal(error, 'not-found')) void proveHeard();
      });
      tell({ type: 'connection.changed', up: true });
      credentials
        .resume([...devices.keys()])
        .catch((error: unknown) =>
          log.warn({ error: String(error) }, 'SIP credentials could not be looked through'),
        );
    },
    onBeat: () => void proveHeard(),
    onDown() {
      look = undefined;
      overSocket.closed();
      originate.phonesChanged();
      credentials.stop();
      tell({ type: 'connection.changed', up: false });
    },
    onMessage(text) {
      const event = readMessage(text);
      if (!event) return;
      switch (event.type) {
        case 'RESTResponse':
          overSocket.heard(event);
          break;
        case 'ApplicationReplaced':
          log.error(
            { app },
            'Another program follows this application of Asterisk: this one stops controlling calls until it is started again',
          );
          void connection.stop();
          break;
        case 'ContactStatusChange':
        case 'PeerStatusChange':
        case 'EndpointStateChange':
          if (event.endpoint.technology !== 'PJSIP') break;
          originate.phonesChanged(event.endpoint.resource);
          deviceChanged(event.endpoint.resource, event.endpoint.state === 'online');
          if (event.type === 'ContactStatusChange') phoneCame(event.endpoint.resource);
          break;
        case 'PlaybackFinished':
        case 'RecordingStarted':
        case 'RecordingFinished':
        case 'RecordingFailed':
          for (const told of media.apply(event)) tell(told);
          mixed(event);
          break;
        default:
          carryOut(legs.apply(event));
          rejoin(event);
          mixed(event);
      }
    },
  });

  function requireUp(): void {
    if (connection.up) return;
    throw new AdapterError('asterisk', 'unavailable', 'Asterisk is not connected', {
      hint: 'See that it runs; the gateway connects again by itself.',
    });
  }

  /** Evaluates a variable or a function of the dialplan. */
  async function probe(expression: string): Promise<string> {
    const [value] = await api.evaluate(app, `${app}~probe-${randomUUID()}`, [expression]);
    return value ?? '';
  }

  /** The look that is under way; of one connection alone. */
  let look: object | undefined;

  /**
   * A connection of before that Asterisk ends late takes the application from this one with it: nothing lives there then. One channel of
   * ours may have been ended by others before it was read, as by "channel request hangup all"; not two, one after the other.
   */
  async function proveHeard(): Promise<void> {
    if (look) return;
    const mine = (look = {});
    const lives = (await outlives()) || (await outlives());
    if (look !== mine) return;
    look = undefined;
    if (lives) return;
    log.warn({ app }, 'Asterisk has put the application away, and is connected anew');
    connection.again();
  }

  /** A channel lives in the application. What is not known counts as yes: the socket's own beat tells whether Asterisk is there. */
  const outlives = (): Promise<boolean> =>
    probe('EPOCH').then(
      () => true,
      (error: unknown) => !isRefusal(error, 'not-found'),
    );

  const originate = createOriginate({ api, settings, legs, now, tell, carryOut, requireUp, probe });

  function phoneCame(endpoint: string): void {
    originate
      .phoneCame(endpoint)
      .catch((error: unknown) =>
        log.warn({ endpoint, error: String(error) }, 'A phone that came back could not be rung'),
      );
  }

  /** It may have been written there since we connected. */
  async function makeDevice(endpoint: string, displayName: string): Promise<void> {
    if ((await api.endpointState(endpoint)) === undefined) await endpoints.make(endpoint, displayName);
    if (!devices.has(endpoint)) devices.set(endpoint, false);
  }

  async function hangup(legId: string, cause?: LegEndCause): Promise<void> {
    requireUp();
    const ending = legs.hangup(legId, cause);
    await Promise.all(ending.channelIds.map((id) => api.hangup(id, toQ850(ending.cause))));
  }

  function channelOf(legId: string): string {
    requireUp();
    const id = legs.channelOf(legId);
    if (id === undefined)
      throw new AdapterError('asterisk', 'not-found', `Leg ${legId} is not there any more`);
    return id;
  }

  const ami =
    settings.ami &&
    createAmi({
      settings: settings.ami,
      log,
      onEvent(event) {
        const login = toLogin(event, now());
        if (login) tell(login);
      },
    });

  const media = createMedia({ api, requireUp, channelOf });

  return {
    manifest,
    start() {
      connection.start();
      ami?.start();
    },
    async stop() {
      ami?.stop();
      credentials.stop();
      await connection.stop();
    },
    async snapshot() {
      requireUp();
      const [channels, bridges, phones] = await Promise.all([api.channels(), api.bridges(), api.endpoints()]);
      return toSnapshot(app, { channels, bridges, endpoints: phones });
    },
    events: {
      follow(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    originate: { leg: originate.leg },
    answer: {
      ring: async (legId) => void (await api.ring(channelOf(legId))),
      answer: async (legId) => void (await api.answer(channelOf(legId))),
    },
    hangup: { leg: hangup },
    bridge: {
      async create(bridgeId) {
        requireUp();
        await api.createBridge(bridgeId);
      },
      async add(bridgeId, legId) {
        const channel = channelOf(legId);
        await media.quiet(legId);
        await api.addToBridge(bridgeId, channel);
      },
      async destroy(bridgeId) {
        requireUp();
        await api.destroyBridge(bridgeId);
      },
    },
    mute: { leg: async (legId, muted) => void (await api.mute(channelOf(legId), muted)) },
    play: media.play,
    record: media.record,
    security: {
      async admit(admission) {
        requireUp();
        await admissions.admit(admission);
      },
    },
    devices: {
      async issueCredential({ endpoint, displayName, ttlSeconds }) {
        requireUp();
        checkedTarget({ kind: 'device', endpoint });
        if (!devices.has(endpoint)) await makeDevice(endpoint, displayName);
        const { user, password, expiresAt } = await credentials.issue(endpoint, ttlSeconds);
        return {
          uri: `sip:${endpoint}@${settings.domain}`,
          authorizationUser: user,
          password,
          servers: settings.sipServers,
          iceServers: settings.iceServers,
          dtmf: settings.dtmf,
          expiresAt: expiresAt.toISOString(),
        };
      },
      async revokeCredentials(endpoint) {
        requireUp();
        checkedTarget({ kind: 'device', endpoint });
        await credentials.revoke(endpoint);
        // Who is registered would otherwise ring on until his registration runs out.
        const contacts = await probe(`PJSIP_AOR(${endpoint},contact)`);
        for (const id of contacts.split(',').filter(Boolean)) await api.removeConfig('contact', id);
        originate.phonesChanged(endpoint);
      },
      async rename({ endpoint, displayName }) {
        requireUp();
        checkedTarget({ kind: 'device', endpoint });
        await endpoints.rename(endpoint, displayName);
      },
    },
  };
}

function checked(input: AsteriskSettingsInput): AsteriskSettings {
  const parsed = AsteriskSettings.safeParse(input);
  if (parsed.success) return parsed.data;
  const keys = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new AdapterError('asterisk', 'invalid', `The settings of Asterisk are wrong: ${keys}`);
}

/** Asterisk tells of much that means nothing here. */
function readMessage(text: string): AriEvent | RestResponse | undefined {
  try {
    const message = JSON.parse(text) as { type?: unknown };
    return (message.type === 'RESTResponse' ? RestResponse : AriEvent).safeParse(message).data;
  } catch {
    return undefined;
  }
}
