/** What a person does with a call, as the bar carries it out. */
import type { PhoneCall } from '@ringback/model';
import { isTalking } from './call-kind.ts';
import type { CallRowActions } from './call-row.ts';
import type { CutCalls } from './cut-calls.ts';
import type { PanelContext } from './panel.ts';
import type { RingbackSoftphone } from './softphone.ts';

interface Tools {
  readonly bar: RingbackSoftphone;
  readonly cut: CutCalls;
  readonly run: PanelContext['run'];
  readonly toggle: CallRowActions['toggle'];
}

export function callActions({ bar, cut, run, toggle }: Tools): CallRowActions {
  const talked = (call: PhoneCall) => isTalking(call) && !call.recovering;
  const ids = () => bar.calls.filter(talked).map(({ id }) => id);
  return {
    toggle,
    answer: (call) => bar.answer(call),
    end: (call) => bar.end(call),
    mute: (call) => void run(() => bar.phone?.setMuted(call.id, !call.muted), call.id),
    hold: (call) => void run(() => bar.phone?.setHeld(call.id, call.state !== 'held'), call.id),
    record: (call, wish) => void run(() => bar.backend?.recordings?.set?.(call.id, wish), call.id),
    merge: () => void run(() => bar.phone?.merge?.(ids())),
    complete: (call) => void run(() => bar.phone?.completeTransfer?.(call.id), call.id),
    back: (call) => void run(() => bar.phone?.cancelTransfer?.(call.id), call.id),
    callAgain: (call) => void bar.dial(call.number).then((dialled) => dialled && cut.forget(call.id)),
    create: (call) => {
      const { id: callId, number, name, direction } = call;
      // A colleague is nobody's customer.
      const whose = direction === 'internal' ? {} : { ...(number && { number }), ...(name && { name }) };
      bar.open('create', { callId, ...whose });
    },
    dismiss: (call) => cut.forget(call.id),
    unblock: () => void run(() => bar.phone?.devices?.playSample('ringer')),
  };
}
