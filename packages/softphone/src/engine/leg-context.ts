/** What every leg of a phone shares, and how one begins. */
import type { DtmfWay } from '@ringback/model';
import type { CallLeg } from './call-leg.ts';
import type { DialogId } from './dialog.ts';
import type { DialogKeeper } from './dialog-keeper.ts';
import type { UA } from './jssip.ts';
import type { PhoneStore } from './phone-state.ts';
import type { PlayRemote } from './remote-audio.ts';

export interface LegContext {
  readonly store: PhoneStore;
  readonly dialogs: DialogKeeper;
  readonly playRemote: PlayRemote;
  readonly openMicrophone: () => Promise<MediaStream>;
  readonly now: () => number;
  /** Undefined while there is no way to the PBX. */
  readonly ua: () => UA | undefined;
  /** How this PBX wants to hear of pressed keys. */
  readonly dtmf: () => DtmfWay;
  /** Names what one page measures of one call. */
  readonly newPart: () => string;
  readonly iceServers: () => RTCIceServer[];
  /** This leg is about to talk. */
  readonly onTalk: (leg: CallLeg) => void;
  /** The leg has ended. */
  readonly onGone: (leg: CallLeg) => void;
  /** Sound flows, or no more. */
  readonly onMedia: () => void;
}

export interface LegStart {
  id: string;
  /** The PBX rang us. */
  incoming: boolean;
  /** Where the INVITE goes, the first one and one with Replaces. */
  target: string;
  dialog?: DialogId;
}
