/** The methods of the API, each with what it requires and what it brings about. */
import type { SimulatedAnswer } from '../../../testing/simulated-http.ts';
import { answer, code } from './gate.ts';
import type { Conversation } from './conversation.ts';
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

function legOf(sim: Simulated, callId: unknown): Conversation | undefined {
  return sim.conversations.find((one) => !one.ended && one.leg(String(callId)) !== undefined);
}

/** A command about a leg that lives. */
function aboutLeg(
  path: string,
  needs: readonly string[],
  work: (one: Conversation, json: Json) => number,
): Method {
  return (json, sim) => {
    if (!text(json.command_id) || !text(json.call_id)) return code(3103);
    if (needs.some((name) => !text(json[name]))) return code(3103);
    return command(sim, json, path, () => {
      const conversation = legOf(sim, json.call_id);
      const leg = conversation?.leg(String(json.call_id));
      if (!conversation || !leg) return 3310;
      return leg.state === 'Disconnected' ? 4101 : work(conversation, json);
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
      const members = sim.groups.get(group);
      if (!members) return 3300;
      sim.callback({ extensions: members, group, number, line, commandId: String(json.command_id) });
      return 1000;
    });
  },
  'commands/call/hangup': aboutLeg('call/hangup', [], (one) => {
    one.hangUp(1180);
    return 1000;
  }),
  'commands/transfer': aboutLeg('transfer', ['method', 'to_number', 'initiator'], (one, json) => {
    if (one.talking?.callId !== json.call_id) return 4100;
    one.transfer(String(json.to_number), String(json.command_id));
    return 1000;
  }),
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
  'queries/user_info_by_dct_number': ({ number }, sim) => {
    if (!isNumber(number)) return code(3104);
    return answer({ result: 1000, data: sim.visitors.get(String(number)) ?? null });
  },
};
