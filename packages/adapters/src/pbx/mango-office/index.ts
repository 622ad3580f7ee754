/** MANGO OFFICE's virtual PBX: it leads its calls itself, tells what became of them, and takes commands. */
import { AdapterError } from '../../error.ts';
import type { Pbx, PbxEvent } from '../contract.ts';
import type { Employee } from '../observed.ts';
import { connected, createMangoApi, type MangoApi, type MangoContext } from './api.ts';
import { createCommands } from './commands.ts';
import { manifest, type MangoSettings } from './manifest.ts';
import { createFetch } from './recordings.ts';
import { createClockWatch, readDelivery } from './receive.ts';
import { createStatistics } from './statistics.ts';
import { sum } from './sum.ts';
import { visitBehind } from './tracking.ts';
import { Users } from './wire.ts';

export type { MangoContext } from './api.ts';
export { examineMango } from './doctor.ts';
export { FIELDS, MANGO_URL, manifest, MangoSettings, type MangoSettingsInput } from './manifest.ts';

/** How long to wait before MANGO is tried again, in ms: no sooner than its lock would end. */
const TRY_AGAIN_MS = 150_000;
/** How long the list of employees is good for, in ms. */
const EMPLOYEES_MS = 60_000;

export interface MangoOptions {
  /** `undefined` as long as it is not connected. */
  settings: () => MangoSettings | undefined;
  context: MangoContext;
}

export function createMangoOffice({ settings, context }: MangoOptions): Pbx {
  const { log } = context;
  const now = () => connected(settings());
  const api = createMangoApi(settings, context);
  const commands = createCommands(api, context);
  const watchClock = createClockWatch(context);
  const statistics = createStatistics({ api, settings: now, context });
  const listeners = new Set<(event: PbxEvent) => void>();
  let running: AbortController | undefined;
  let recent: { at: number; list: Employee[] } | undefined;

  function tell(event: PbxEvent): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        log.error({ err: error, system: manifest.id }, 'a listener failed');
      }
    }
  }

  /** Nobody joins the firm within a minute, and MANGO gives the list only every other second. */
  async function employees(): Promise<Employee[]> {
    const at = context.now().getTime();
    if (!recent || at - recent.at >= EMPLOYEES_MS) recent = { at, list: await employeesOf(api) };
    return recent.list;
  }

  /** Whether the codes are right is known only by asking; the webhook works meanwhile. */
  async function connect({ signal }: AbortController): Promise<void> {
    while (!signal.aborted && settings()) {
      try {
        await employees();
        if (!signal.aborted) tell({ type: 'connection.changed', up: true });
        return;
      } catch (error) {
        log.warn({ err: error, system: manifest.id }, 'MANGO OFFICE cannot be used yet');
        await context.wait(TRY_AGAIN_MS, signal).catch(() => undefined);
      }
    }
  }

  return {
    manifest,
    start() {
      if (running) return;
      running = new AbortController();
      void connect(running);
    },
    async stop() {
      running?.abort();
      running = undefined;
      recent = undefined;
    },
    snapshot: () =>
      Promise.reject(
        new AdapterError(manifest.id, 'unsupported', 'MANGO OFFICE cannot say which calls are live.'),
      ),
    events: {
      follow(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    observe: {
      async receive(delivery) {
        const heard = readDelivery(delivery, now());
        if (heard.kind === 'fact') watchClock(heard.fact);
        if (heard.kind !== 'result') return heard;
        await api.heardInvalid(heard.result);
        await commands.heard(heard.commandId, heard.result);
        return { kind: 'nothing', what: 'result' };
      },
      sum: (facts) => sum(facts, now()),
    },
    ...commandGroups(commands, now),
    recordings: {
      start: ({ legId, extension }) =>
        commands.send('commands/recording/start', { call_id: legId, call_party_number: extension }),
      fetch: createFetch({ api, settings: now, context }),
    },
    history: { read: (span) => statistics.read(span) },
    employees: { list: employees },
    tracking: { behind: (number) => visitBehind(api, number) },
  };
}

/** MANGO writes numbers without the plus. */
const digits = (number: string) => number.replace(/^\+/, '');

function commandGroups({ send }: ReturnType<typeof createCommands>, settings: () => MangoSettings) {
  return {
    hangup: {
      leg: (legId: string) =>
        send('commands/call/hangup', { call_id: legId }).catch((error: unknown) => {
          // It has ended already.
          if (!(error instanceof AdapterError) || error.code !== 'not-found') throw error;
        }),
    },
    pair: {
      call: ({ commandId, extension, number, line, anyone, farFirst }) => {
        const group = anyone ? settings().callbackGroup : '';
        const shown = line === undefined ? {} : { line_number: digits(line) };
        const to = digits(number);
        if (group === '')
          return send('commands/callback', { from: { extension }, to_number: to, ...shown }, commandId);
        // Whoever stands in `from` is rung first.
        const both = farFirst ? { from: to, to: group } : { from: group, to };
        return send('commands/callback_group', { ...both, ...shown }, commandId);
      },
      farFirst: () => settings().callbackGroup !== '',
    },
    transfer: {
      blind: ({ legId, to, by }) =>
        send('commands/transfer', { call_id: legId, method: 'blind', to_number: digits(to), initiator: by }),
      consult: ({ legId, to, by }) =>
        send('commands/transfer', { call_id: legId, method: 'hold', to_number: digits(to), initiator: by }),
      connect: ({ heldLegId, legId, byNumber }) =>
        send('commands/calls_connect/', {
          ...{ holded_call_id: heldLegId, transfer_initiator_number: byNumber, transferred_call_id: legId },
        }),
      cancel: ({ heldLegId }) => send('commands/transfer_cancel/', { call_id: heldLegId }),
    },
    hold: { on: ({ legId, by }) => send('commands/call/hold/on', { call_id: legId, initiator: by }) },
    message: {
      async send({ messageId, extension, number, text }) {
        checkText(text);
        const { smsSender } = settings();
        const sender = smsSender === '' ? {} : { sms_sender: smsSender };
        const message = { text, from_extension: extension, to_number: digits(number), ...sender };
        await send('commands/sms', message, messageId);
      },
    },
    route: { to: ({ legId, to }) => send('commands/route', { call_id: legId, to_number: digits(to) }) },
    announce: {
      play: ({ legId, audioId }) => send('commands/play/start', { call_id: legId, internal_id: audioId }),
    },
  } satisfies Pick<Pbx, 'hangup' | 'pair' | 'transfer' | 'hold' | 'message' | 'route' | 'announce'>;
}

/** Four parts at most, of 153 characters, or of 67 where one is not of the basic set (§3.2.4). */
function checkText(text: string): void {
  const most = /^[\n\r -~]*$/.test(text) ? 612 : 268;
  if (text.trim() !== '' && text.length <= most) return;
  const why = text.trim() === '' ? 'The message is empty.' : `The message is longer than ${most} characters.`;
  throw new AdapterError(manifest.id, 'invalid', why, {
    hint: text.trim() === '' ? 'Write something.' : 'Write less, or send two messages.',
  });
}

async function employeesOf(api: MangoApi): Promise<Employee[]> {
  const answer = await api.ask('config/users/request', {});
  const { success, data } = Users.safeParse(answer.json());
  if (!success) throw new AdapterError(manifest.id, 'bug', 'MANGO gave no list of employees.');
  return data.users.flatMap(({ general: { name, email }, telephony: { extension } }) =>
    extension ? [{ extension, name: name ?? extension, ...(email ? { email } : {}) }] : [],
  );
}
