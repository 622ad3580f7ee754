/** Sample people, calls and matches for tests, stories and the demo without a server. Every number is a real shape of Ukraine. */
import {
  type Agent,
  type Call,
  type CallRoute,
  type CallState,
  type CallWithMatches,
  type ColleaguePresence,
  DEFAULT_SELF,
  type Me,
  type MissedCall,
  type Party,
  type PartyMatch,
  type Recording,
} from '@ringback/model';

/** The moment at which every fixture was written; tests inject it as `now`. */
export const FIXTURE_NOW = Date.parse('2026-11-23T09:00:00.000Z');

const minutesAgo = (minutes: number): string => new Date(FIXTURE_NOW - minutes * 60_000).toISOString();

export const AGENTS = {
  olena: { id: 'agent-olena', login: 'olena', name: 'Олена Бондар', role: 'employee', extension: '101' },
  andriy: {
    id: 'agent-andriy',
    login: 'andriy',
    name: 'Андрій Мельник',
    role: 'group-head',
    extension: '102',
  },
  admin: {
    id: 'agent-admin',
    login: 'admin',
    name: 'Ірина Лисенко',
    role: 'administrator',
    extension: '100',
  },
} as const satisfies Record<string, Agent>;

export const COMPANY_LINE = '+380441234567';

export const PARTY_KINDS = ['lead', 'client', 'supplier', 'partner', 'other'] as const;

function party(id: string, name: string, kind: string, phones: string[], more: Partial<Party> = {}): Party {
  return {
    system: 'local',
    id,
    name,
    kind,
    phones,
    createdAt: minutesAgo(60 * 24 * 90),
    updatedAt: minutesAgo(60 * 24 * 2),
    ...more,
  };
}

export const PARTIES = {
  oksana: party('party-oksana', 'Оксана Коваленко', 'client', ['+380671234501', '+380443900112'], {
    email: 'oksana.kovalenko@example.com',
    url: 'https://crm.example/parties/oksana',
  }),
  taras: party('party-taras', 'Тарас Шевчук', 'lead', ['+380501112233']),
  karpaty: party('party-karpaty', 'ТОВ «Карпатський лід»', 'supplier', ['+380322970011'], {
    url: 'https://crm.example/parties/karpaty',
  }),
  /** Shares her number with Oksana: two people, one phone. */
  mariya: party('party-mariya', 'Марія Коваленко', 'lead', ['+380671234501']),
  longName: party(
    'party-long',
    'Товариство з обмеженою відповідальністю «Північноукраїнська торговельно-промислова компанія імені Івана Франка»',
    'partner',
    ['+380462611010'],
  ),
  /** What an attacker would call himself: must be shown as text, letter by letter. */
  script: party('party-script', '<img src=x onerror="alert(1)">', 'other', ['+380931234567']),
} as const;

/** A number that nobody in the fixtures has. */
export const UNKNOWN_NUMBER = '+380939876543';

export function matchOf(of: Party, more: Partial<PartyMatch> = {}): PartyMatch {
  return { party: of, score: 1, why: 'phone', ...more };
}

export const MATCHES = {
  oksana: matchOf(PARTIES.oksana, {
    lastCall: {
      at: minutesAgo(60 * 24 * 2),
      agentName: AGENTS.andriy.name,
      comment: 'Просила передзвонити щодо доставки у Львів.',
    },
  }),
  mariya: matchOf(PARTIES.mariya, { score: 0.8, why: 'remembered' }),
  taras: matchOf(PARTIES.taras),
  karpaty: matchOf(PARTIES.karpaty, { why: 'company-phone', score: 0.9 }),
} as const;

export const ME: Me = {
  ...DEFAULT_SELF,
  agent: AGENTS.olena,
  lines: [
    { number: '+380441234567', name: 'Чайна крамниця' },
    { number: '+380322123456', name: 'Львів' },
  ],
};

export const COLLEAGUES: readonly ColleaguePresence[] = [
  { ...colleagueOf(AGENTS.andriy), status: 'available', online: true, busy: false },
  { ...colleagueOf(AGENTS.admin), status: 'away', online: true, busy: false },
];

/** One that is nobody's yet, and one that a colleague has claimed. */
export const MISSED: readonly MissedCall[] = [
  {
    ...{ id: 'missed-1', state: 'open', callId: 'log-2', number: '+380671234502', how: 'abandoned' },
    ...{ waitedSeconds: 34, times: 2, firstAt: minutesAgo(50), lastAt: minutesAgo(12), version: 2 },
  },
  {
    ...{ id: 'missed-2', state: 'claimed', callId: 'log-3', number: '+380671234503', how: 'unanswered' },
    ...{ waitedSeconds: 25, times: 1, firstAt: minutesAgo(30), lastAt: minutesAgo(30), version: 2 },
    claimedBy: { id: AGENTS.andriy.id, name: AGENTS.andriy.name },
    claimedUntil: minutesAgo(-5),
  },
];

function colleagueOf({ id, name, extension }: Agent): Pick<ColleaguePresence, 'id' | 'name' | 'extension'> {
  return { id, name, extension };
}

/** A call with sensible defaults: an unknown number that rings. */
export function callOf(more: Partial<Call> = {}): Call {
  return {
    id: 'call-1',
    direction: 'in',
    state: 'ringing',
    number: UNKNOWN_NUMBER,
    line: COMPANY_LINE,
    startedAt: new Date(FIXTURE_NOW).toISOString(),
    durationSeconds: 0,
    comment: '',
    version: 1,
    ...more,
  };
}

/** A talk that can be listened to, unless `more` says otherwise. */
export function recordingOf(id: string, callId: string, more: Partial<Recording> = {}): Recording {
  const startedAt = new Date(FIXTURE_NOW).toISOString();
  return {
    ...{ id, callId, kind: 'call', state: 'stored', startedAt, seconds: 60, bytes: 960_044, format: 'wav' },
    ...more,
  };
}

const olena = { id: AGENTS.olena.id, name: AGENTS.olena.name };
const refOf = ({ system, id, name, kind }: Party) => ({ system, id, name, kind });

/** One live call in each state, of a known party, and what became of it at the end. */
export const LIVE_CALLS: Record<CallState, CallWithMatches> = {
  ringing: {
    call: callOf({ id: 'call-ringing', number: PARTIES.oksana.phones[0]! }),
    matches: [MATCHES.oksana],
  },
  connecting: {
    call: callOf({
      id: 'call-connecting',
      direction: 'out',
      state: 'connecting',
      number: PARTIES.taras.phones[0]!,
      agent: olena,
    }),
    matches: [MATCHES.taras],
  },
  connected: {
    call: callOf({
      id: 'call-connected',
      state: 'connected',
      number: PARTIES.oksana.phones[0]!,
      agent: olena,
      startedAt: minutesAgo(3),
      connectedAt: minutesAgo(2),
      version: 3,
    }),
    matches: [MATCHES.oksana],
  },
  held: {
    call: callOf({
      id: 'call-held',
      state: 'held',
      number: PARTIES.karpaty.phones[0]!,
      agent: olena,
      startedAt: minutesAgo(6),
      connectedAt: minutesAgo(5),
      version: 4,
    }),
    matches: [MATCHES.karpaty],
  },
  ended: {
    call: callOf({
      id: 'call-ended',
      state: 'ended',
      endReason: 'completed',
      number: PARTIES.oksana.phones[0]!,
      agent: olena,
      party: refOf(PARTIES.oksana),
      startedAt: minutesAgo(10),
      connectedAt: minutesAgo(9),
      endedAt: minutesAgo(7),
      durationSeconds: 120,
      version: 5,
    }),
    matches: [MATCHES.oksana],
  },
};

/** A visitor asked to be called: page and name come from his form. */
export const CALLBACK_CALL: CallWithMatches = {
  call: callOf({
    id: 'call-callback',
    direction: 'out',
    state: 'ringing',
    number: PARTIES.taras.phones[0]!,
    claimedName: 'Тарас',
    callback: {
      id: 'callback-1',
      page: { url: 'http://127.0.0.1:4701/products/kettle', title: 'Чайник «Дніпро» — 1 290 ₴' },
    },
  }),
  matches: [MATCHES.taras],
};

/** Two parties share the number: the card must ask which one. */
export const AMBIGUOUS_CALL: CallWithMatches = {
  call: callOf({ id: 'call-ambiguous', number: PARTIES.oksana.phones[0]! }),
  matches: [MATCHES.oksana, MATCHES.mariya],
};

/** Nobody is known behind the number. */
export const UNKNOWN_CALL: CallWithMatches = { call: callOf({ id: 'call-unknown' }), matches: [] };

/** The log, newest first: every direction and every common end. */
export const CALL_LOG: readonly Call[] = [
  callOf({
    id: 'log-1',
    state: 'ended',
    endReason: 'completed',
    number: PARTIES.oksana.phones[0]!,
    agent: olena,
    party: refOf(PARTIES.oksana),
    startedAt: minutesAgo(12),
    connectedAt: minutesAgo(11),
    endedAt: minutesAgo(8),
    durationSeconds: 187,
    comment: 'Уточнила адресу доставки.',
    legKind: 'mobile',
    routedBy: { why: 'familiar', route: 'Shop', agent: olena, minutesAgo: 14 },
    recordings: [recordingOf('recording-1', 'log-1', { seconds: 187 })],
    version: 5,
  }),
  callOf({
    id: 'log-2',
    state: 'ended',
    endReason: 'missed',
    number: UNKNOWN_NUMBER,
    startedAt: minutesAgo(34),
    endedAt: minutesAgo(33),
    version: 2,
  }),
  callOf({
    id: 'log-3',
    direction: 'out',
    state: 'ended',
    endReason: 'completed',
    number: PARTIES.taras.phones[0]!,
    agent: olena,
    party: refOf(PARTIES.taras),
    callback: { id: 'callback-0', page: { url: 'http://127.0.0.1:4701/', title: 'Чайна крамниця' } },
    legKind: 'soft',
    startedAt: minutesAgo(95),
    connectedAt: minutesAgo(95),
    endedAt: minutesAgo(90),
    durationSeconds: 301,
    version: 6,
  }),
  callOf({
    id: 'log-4',
    direction: 'out',
    state: 'ended',
    endReason: 'busy',
    number: PARTIES.karpaty.phones[0]!,
    agent: olena,
    party: refOf(PARTIES.karpaty),
    startedAt: minutesAgo(180),
    endedAt: minutesAgo(180),
    version: 3,
  }),
  callOf({
    id: 'log-5',
    direction: 'out',
    state: 'ended',
    endReason: 'no-answer',
    number: '+380443900112',
    agent: olena,
    startedAt: minutesAgo(1500),
    endedAt: minutesAgo(1499),
    version: 3,
  }),
  callOf({
    id: 'log-6',
    direction: 'internal',
    state: 'ended',
    endReason: 'completed',
    number: AGENTS.andriy.extension,
    agent: olena,
    colleague: { id: AGENTS.andriy.id, name: AGENTS.andriy.name },
    legKind: 'desk',
    startedAt: minutesAgo(1600),
    connectedAt: minutesAgo(1600),
    endedAt: minutesAgo(1599),
    durationSeconds: 42,
    version: 4,
  }),
];

const andriy = { id: AGENTS.andriy.id, name: AGENTS.andriy.name };
const ofRing = { agents: [], numbers: [], passedOver: [] };

/** How two calls of the log came to where they rang, or did not. */
export const CALL_WAYS: Readonly<Record<string, CallRoute>> = {
  'log-1': {
    route: 'Shop',
    decisions: [
      {
        ...{ ...ofRing, at: minutesAgo(12), did: 'ring', agents: [andriy.id], seconds: 30 },
        by: { why: 'responsible', route: 'Shop', agent: andriy },
      },
      {
        ...{ ...ofRing, at: minutesAgo(11.5), did: 'skip' },
        by: { why: 'responsible', route: 'Shop', agent: andriy },
      },
      {
        ...{ ...ofRing, at: minutesAgo(11.5), did: 'ring', agents: [olena.id], seconds: 40 },
        by: { why: 'familiar', route: 'Shop', agent: olena, minutesAgo: 14 },
      },
    ],
    people: [olena, andriy],
    ...{ answeredAfter: 60, slow: true },
  },
  'log-2': {
    route: 'Shop',
    decisions: [
      {
        ...{ ...ofRing, at: minutesAgo(34), did: 'skip' },
        by: { why: 'agent', route: 'Shop', agent: andriy },
        passedOver: [{ agentId: andriy.id, why: 'off-duty' }],
      },
      {
        ...{ ...ofRing, at: minutesAgo(34), did: 'wait', seconds: 60 },
        passedOver: [{ agentId: olena.id, why: 'busy' }],
      },
      {
        ...{ ...ofRing, at: minutesAgo(33), did: 'skip' },
        by: { why: 'group', route: 'Shop', group: 'Продаж', algorithm: 'in-order' },
        passedOver: [{ agentId: olena.id, why: 'busy' }],
      },
      { ...ofRing, at: minutesAgo(33), did: 'end', last: 'missed' },
    ],
    people: [olena, andriy],
  },
};
