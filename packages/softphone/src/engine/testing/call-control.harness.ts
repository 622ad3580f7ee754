/** What a gateway does with calls that are passed on and joined, over the sandbox PBX: as little as the suite of every phone needs. */
import type { Call, DialAnswer } from '@ringback/model';
import type { CallControl } from '../transfers.ts';

/** Legs and who is joined with whom, as the switchboard keeps them. */
export interface Lines {
  command(method: string, params: object): Promise<void>;
  /** Our agent's end of a call. */
  ownLeg(callId: string): string;
  farLeg(legId: string): string;
  /** They are not each other's any more: one may end, and the other stays. */
  part(legId: string): void;
  join(legId: string, otherId: string): Promise<void>;
  /** Joins the leg with what rings there as soon as that is answered. */
  ring(legId: string, number: string, callId: string): Promise<void>;
  bridgeOf(legId: string): string;
  /** Leave for the agent's phone to dial. */
  leaveToDial(number: string): DialAnswer;
}

export function createCallControl(lines: Lines): CallControl {
  const { command, ownLeg, farLeg, part } = lines;
  /** The call that each consultation is about. */
  const consultations = new Map<string, string>();
  const hangup = (legId: string): Promise<void> => command('hangup', { legId });
  const about = (consultationId: string): string => consultations.get(consultationId) ?? '';
  const told = (id: string, more: Partial<Call> = {}): Call => ({ id, ...more }) as Call;

  return {
    async transferCall(callId, target) {
      const own = ownLeg(callId);
      const far = farLeg(own);
      part(own);
      await lines.ring(far, target, callId);
      await hangup(own);
      return told(callId);
    },
    async consultCall(callId, target) {
      const answer = lines.leaveToDial(target);
      consultations.set(answer.call.id, callId);
      return answer;
    },
    async completeTransfer(consultationId) {
      const own = [ownLeg(about(consultationId)), ownLeg(consultationId)];
      const [waiting, asked] = own.map(farLeg) as [string, string];
      own.forEach(part);
      await lines.join(waiting, asked);
      await Promise.all(own.map(hangup));
      return told(about(consultationId));
    },
    async cancelTransfer(consultationId) {
      await hangup(ownLeg(consultationId));
      return told(about(consultationId));
    },
    async mergeCalls(callId, withId) {
      const [host, own] = [ownLeg(callId), ownLeg(withId)];
      const third = farLeg(own);
      part(own);
      await command('bridge.add', { bridgeId: lines.bridgeOf(host), legId: third });
      await hangup(own);
      const participants = [host, farLeg(host), third].map((id) => ({ id, number: id, state: 'joined' }));
      return told(callId, { participants } as Partial<Call>);
    },
  };
}
