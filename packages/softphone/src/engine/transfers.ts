/** Giving calls away and joining them: the gateway, which controls every leg, does it; our own legs follow. */
import { type Call, type DialAnswer, type Phone, RingbackError } from '@ringback/model';
import type { CallLeg } from './call-leg.ts';

/** What is asked of the gateway; named as in its client. */
export interface CallControl {
  transferCall(callId: string, target: string): Promise<Call>;
  consultCall(callId: string, target: string): Promise<DialAnswer>;
  completeTransfer(consultationId: string): Promise<Call>;
  cancelTransfer(consultationId: string): Promise<Call>;
  mergeCalls(callId: string, withId: string): Promise<Call>;
}

export interface TransfersOptions {
  control: CallControl;
  /** Rejects with `not-found` when there is no such call. */
  find: (callId: string) => CallLeg;
  /** Dials with a leave that is got in its own way. */
  dial: (leave: () => Promise<DialAnswer>, consultationOf: string) => Promise<string>;
  /** Talks in this call again, and holds the others. */
  resume: (leg: CallLeg) => Promise<void>;
}

export type Transfers = Required<
  Pick<Phone, 'transfer' | 'consult' | 'completeTransfer' | 'cancelTransfer' | 'merge'>
>;

export function createTransfers({ control, find, dial, resume }: TransfersOptions): Transfers {
  /** The call that a consultation is about. */
  function waiting(consultation: CallLeg): CallLeg {
    const about = consultation.call?.consultationOf;
    if (about === undefined) throw new RingbackError('conflict', 'This call is no consultation.');
    return find(about);
  }

  return {
    async transfer(callId, target) {
      const leg = find(callId);
      leg.needTalk();
      await leg.leave(() => control.transferCall(callId, target));
    },
    async consult(callId, target) {
      find(callId).needTalk();
      return dial(() => control.consultCall(callId, target), callId);
    },
    async completeTransfer(consultationId) {
      const consultation = find(consultationId);
      const about = waiting(consultation);
      await consultation.leave(() => about.leave(() => control.completeTransfer(consultationId)));
    },
    async cancelTransfer(consultationId) {
      const about = waiting(find(consultationId));
      await control.cancelTransfer(consultationId);
      await resume(about);
    },
    async merge(callIds) {
      const [host, ...others] = [...new Set(callIds)];
      if (host === undefined || others.length === 0)
        throw new RingbackError('invalid', 'A conference is made of two calls or more.');
      const legs = others.map(find);
      for (const leg of [find(host), ...legs]) leg.needTalk();
      for (const leg of legs) await leg.leave(() => control.mergeCalls(host, leg.id));
      await resume(find(host));
    },
  };
}
