/** The methods of the API, each with what it requires and what it brings about. */
import type { SimulatedAnswer } from '../../../testing/simulated-http.ts';
import { answer, code } from './gate.ts';
import type { Conversation, SimLeg } from './conversation.ts';
import type { Simulated } from './index.ts';

type Json = Record<string, unknown>;
type Method = (json: Json, sim: Simulated) => SimulatedAnswer;

const isNumber = (value: unknown) => typeof value === 'string' && /^\d{2,15}$/.test(value);
const text = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Takes the command, and tells later what came of it. */
function command(
  sim: Simulated,
  { command_id: id }: Json,
  path: string,
  work: () => number | Promise<number>,
): SimulatedAnswer {
  sim.later(async () => sim.tell(`result/${path}`, { command_id: id, result: await work() }));
  return answer({ result: 1000 });
}

const extensionOf = (sim: Simulated, initiator: unknown): string =>
  sim.employees.find(
    ({ extension }) => initiator === extension || String(initiator).startsWith(`sip:user${extension}@`),
  )?.extension ?? '';

function legOf(sim: Simulated, callId: unknown): Conversation | undefined {
  return sim.conversations.find((one) => !one.ended && one.leg(String(callId)) !== undefined);
}

/** Of the two ends of a leg, who may be named as the one in whose name something is done: only an employee. */
function isInitiator(sim: Simulated, { from, to }: SimLeg, initiator: unknown): boolean {
  const end = [from, to].find(({ extension, number }) => initiator === extension || initiator === number);
  return sim.employees.some(({ extension }) => extension === end?.extension);
}

/** A command about a leg that lives. `idName`: the field that names it. */
function aboutLeg(
  path: string,
  needs: readonly string[],
  work: (one: Conversation, json: Json, leg: SimLeg, sim: Simulated) => number,
  idName = 'call_id',
): Method {
  return (json, sim) => {
    if (!text(json.command_id) || !text(json[idName])) return code(3103);
    if (needs.some((name) => !text(json[name]))) return code(3103);
    return command(sim, json, path, () => {
      const conversation = legOf(sim, json[idName]);
      const leg = conversation?.leg(String(json[idName]));
      if (!conversation || !leg) return 3310;
      return leg.state === 'Disconnected' ? 4101 : work(conversation, json, leg, sim);
    });
  };
}

export const METHODS: Record<string, Method> = {
  'commands/callback': (json, sim) => {
    const { extension } = (json.from ?? {}) as { extension?: unknown };
    if (!text(json.command_id) || !text(extension)) return code(3103);
    if (!isNumber(json.to_number)) return code(3200);
    if (json.line_number !== undefined && !isNumber(json.line_number)) return code(3104);
    return command(sim, json, 'callback', () => {
      if (!sim.employees.some((one) => one.extension === extension)) return 3300;
      sim.callback({
        extensions: [extension],
        number: String(json.to_number),
        line: String(json.line_number ?? sim.line),
        commandId: String(json.command_id),
      });
      return 1000;
    });
  },
  'commands/callback_group': (json, sim) => {
    const [group, number, line] = [json.from, json.to, json.line_number];
    if (!text(json.command_id) || !text(group) || !text(number) || !text(line)) return code(3103);
    if (!isNumber(number) || !isNumber(group) || !isNumber(line)) return code(3104);
    return command(sim, json, 'callback_group', () => {
      const commandId = String(json.command_id);
      // Whoever stands in `from` is rung first.
      if (sim.groups.has(number)) {
        sim.callbackFarFirst({ group: number, number: group, line, commandId });
        return 1000;
      }
      const members = sim.groups.get(group);
      if (!members) return 3300;
      sim.callback({ extensions: members, group, number, line, commandId });
      return 1000;
    });
  },
  'commands/call/hangup': aboutLeg('call/hangup', [], (one, _json, leg) => {
    // It is the way to take a consultation back, and joins nobody.
    if (one.consultation?.leg === leg) one.cancelConsultation();
    else one.hangUp(1180);
    return 1000;
  }),
  'commands/transfer': aboutLeg('transfer', ['method', 'to_number', 'initiator'], (one, json, leg, sim) => {
    if (leg.state !== 'Connected' || one.consultation || !isInitiator(sim, leg, json.initiator)) return 4100;
    const [to, commandId] = [String(json.to_number), String(json.command_id)];
    if (json.method === 'blind') one.transfer(to, commandId);
    else if (json.method === 'hold') one.consult(extensionOf(sim, json.initiator), to, { commandId });
    else return 3100;
    return 1000;
  }),
  'commands/transfer_cancel/': aboutLeg('transfer_cancel', [], (one, _json, leg) => {
    if (one.consultation?.held !== leg) return 4100;
    one.cancelConsultation();
    return 1000;
  }),
  'commands/calls_connect/': aboutLeg(
    'calls_connect',
    ['transfer_initiator_number', 'transferred_call_id'],
    (one, json, held) => {
      const asking = one.consultation;
      // Both of one conversation: the one that waits, and the one that was called out of it and has answered.
      if (asking?.held !== held || asking.leg.callId !== json.transferred_call_id) return 4100;
      if (asking.leg.state !== 'Connected') return 4100;
      if (asking.leg.from.number !== json.transfer_initiator_number) return 3200;
      one.connect();
      return 1000;
    },
    'holded_call_id',
  ),
  'commands/call/hold/on': aboutLeg('call/hold/on', ['initiator'], (one, json, leg, sim) => {
    if (leg.state !== 'Connected' || !isInitiator(sim, leg, json.initiator)) return 4100;
    one.hold(leg);
    return 1000;
  }),
  'commands/sms': (json, sim) => {
    const { text: message, from_extension: from, to_number: to } = json;
    if (!text(json.command_id) || !text(message) || !text(from) || !text(to)) return code(3103);
    const most = /^[\n\r -~]*$/.test(message) ? 612 : 268;
    if (message.length > most || !isNumber(to) || to.length < 5) return code(3100);
    return command(sim, json, 'sms', () => {
      if (!sim.employees.some(({ extension }) => extension === from)) return 3100;
      if (sim.unreachable.has(to)) return 4300;
      sim.messages.push({
        from,
        to,
        text: message,
        ...(text(json.sms_sender) ? { sender: json.sms_sender } : {}),
      });
      return 1000;
    });
  },
  'commands/route': aboutLeg('route', ['to_number'], (one, json) => {
    if (one.waiting?.callId !== json.call_id) return 4100;
    one.ring(String(json.to_number), { commandId: String(json.command_id) });
    return 1000;
  }),
  'commands/play/start': aboutLeg('play/start', ['internal_id'], (one, json) => {
    one.played.push(String(json.internal_id));
    return 1000;
  }),
  'commands/recording/start': aboutLeg('recording/start', ['call_party_number'], (one, json) => {
    if (one.recordings.length > 0) return 4102;
    one.record(String(json.call_party_number), String(json.command_id));
    return 1000;
  }),
  'config/users/request': (_json, sim) =>
    answer({
      users: sim.employees.map(({ extension, name, email }, index) => ({
        general: { name, email, department: '', position: '', user_id: index + 1 },
        telephony: { extension, outgoingline: sim.line, dial_alg: 1, line_id: 1, numbers: [] },
        groups: [],
      })),
    }),
  'stats/request': ({ date_from, date_to, fields }, sim) => {
    if (!isNumber(date_from) || !isNumber(date_to)) return code(3104);
    if (Number(date_to) - Number(date_from) > 31 * 86_400) return code(3100);
    return answer({ key: sim.keepStatistics(Number(date_from), Number(date_to), String(fields)) });
  },
  'stats/result': ({ key }, sim) => sim.statistics(String(key)),
  'queries/recording/post': ({ recording_id: id, action }, sim) => {
    if (!text(id) || (action !== 'download' && action !== 'play')) return code(3103);
    if (!sim.audio.has(id)) return code(3320);
    return { status: 302, headers: { location: sim.fileAddress(id) } };
  },
  'queries/user_history_by_dct_number': ({ number }, sim) => {
    if (!isNumber(number)) return code(3104);
    return answer({ data: sim.pages.get(String(number)) ?? [] });
  },
  'queries/user_info_by_dct_number': ({ number }, sim) => {
    if (!isNumber(number)) return code(3104);
    return answer({ result: 1000, data: sim.visitors.get(String(number)) ?? null });
  },
};
