/** The panel's ports with no server at all (`data-gateway="demo"`): a phone that rings and a backend that logs what it did. */
import type { Call, PhoneCall } from '@ringback/model';
import { createFakeBackend, type FakeBackend, type FakeBackendOptions } from './fake-backend.ts';
import { createFakePhone, type FakePhone, type FakePhoneOptions } from './fake-phone.ts';
import { AGENTS, CALL_LOG, COMPANY_LINE, FIXTURE_NOW, PARTIES, UNKNOWN_NUMBER } from './fixtures.ts';

export interface Demo {
  readonly phone: FakePhone;
  readonly backend: FakeBackend;
  /** A known customer calls, an unknown one every second time. */
  ring(): string;
}

export function createDemo(options: FakePhoneOptions & Pick<FakeBackendOptions, 'locale'> = {}): Demo {
  const now = options.now ?? Date.now;
  const phone = createFakePhone({ lifelike: true, newId: () => `demo-${crypto.randomUUID()}`, ...options });
  const backend = createFakeBackend({
    now,
    // The sample log is of the last day, whenever the demo is opened.
    calls: CALL_LOG.map((call) => moved(call, now() - FIXTURE_NOW)),
    ...(options.locale ? { locale: options.locale } : {}),
  });
  const told = new Map<string, { shown: PhoneCall; logged: Call }>();
  let rung = 0;

  phone.subscribe(({ calls }) => {
    for (const shown of calls) {
      const before = told.get(shown.id);
      if (before?.shown.state === shown.state) continue;
      const logged = logOf(shown, before?.logged, now());
      told.set(shown.id, { shown, logged });
      backend.putCall(logged);
    }
  });
  // Comment and party are written to the log by the card: what the phone tells later must not undo them.
  backend.follow((event) => {
    if (event.type !== 'call.updated') return;
    const known = told.get(event.data.call.id);
    if (known) known.logged = event.data.call;
  });

  return {
    phone,
    backend,
    ring: () => phone.receive({ number: (rung += 1) % 2 === 1 ? PARTIES.oksana.phones[0]! : UNKNOWN_NUMBER }),
  };
}

function moved(call: Call, byMs: number): Call {
  const later = (time: string): string => new Date(Date.parse(time) + byMs).toISOString();
  return {
    ...call,
    startedAt: later(call.startedAt),
    ...(call.connectedAt ? { connectedAt: later(call.connectedAt) } : {}),
    ...(call.endedAt ? { endedAt: later(call.endedAt) } : {}),
  };
}

function logOf(shown: PhoneCall, before: Call | undefined, nowMs: number): Call {
  const talkedMs = shown.connectedAt ? nowMs - Date.parse(shown.connectedAt) : 0;
  return {
    comment: '',
    ...before,
    id: shown.id,
    direction: shown.direction,
    state: shown.state,
    number: shown.number,
    line: COMPANY_LINE,
    startedAt: shown.startedAt,
    durationSeconds: shown.state === 'ended' ? Math.floor(talkedMs / 1000) : 0,
    version: (before?.version ?? 0) + 1,
    ...(shown.connectedAt
      ? {
          ...{ connectedAt: shown.connectedAt, legKind: 'soft' },
          agent: { id: AGENTS.olena.id, name: AGENTS.olena.name },
        }
      : {}),
    ...(shown.endReason ? { endReason: shown.endReason } : {}),
    ...(shown.state === 'ended' ? { endedAt: new Date(nowMs).toISOString() } : {}),
  };
}
