/** The parts of the bar that are loaded when they are first used, and what each sees of the bar. */
import type { Backend, Locale, Phone, PhoneCall } from '@ringback/model';
import type { IconNode } from '@ringback/ui';
import type { TemplateResult } from 'lit';
import type { HeadsetController } from '../headset/headset-controller.ts';
import type { Caller } from './caller.ts';
import type { RecordKind } from '@ringback/ui';
import type { BarDock } from './softphone.events.ts';

/** Parts that belong to the bar as a whole; each can have its button in the strip or behind "More". */
export const BAR_PANELS = [
  'recent',
  'create',
  'numbers',
  'mail',
  'status',
  'devices',
  'health',
  'keys',
  'window',
  'place',
] as const;
export type BarPanel = (typeof BAR_PANELS)[number];

/** And those that belong to one call, or are the menu itself. */
export type PanelName = BarPanel | 'more' | 'forwarding' | 'keypad' | 'transfer';

/** What a record that is to be created begins with. */
export interface RecordSeed {
  readonly callId?: string;
  readonly number?: string;
  readonly name?: string;
}

export interface PanelContext {
  readonly host: HTMLElement;
  readonly phone: Phone | undefined;
  readonly backend: Backend | undefined;
  readonly locale: Locale;
  readonly headset: Pick<HeadsetController, 'possible' | 'state' | 'choose'>;
  /** The call that the panel was opened for. */
  readonly call: PhoneCall | undefined;
  /** What the panel was opened with: for `create`, where the record comes from. */
  readonly seed: RecordSeed | undefined;
  /** What "More" lists: what has no button that can be seen. */
  readonly hidden: readonly BarPanel[];
  /** What can be created here. */
  readonly kinds: readonly RecordKind[];
  readonly dock: BarDock;
  readonly keys: Readonly<Record<string, string>>;
  caller(call: PhoneCall): Caller;
  /** Name of a panel, as its button has it. */
  label(panel: PanelName): string;
  icon(panel: BarPanel): IconNode;
  /** Runs a command; what goes wrong is shown in the bar. Resolves with whether it went well. */
  run(command: () => Promise<unknown> | undefined, callId?: string): Promise<boolean>;
  dial(number: string): Promise<boolean>;
  /** Read out for those who do not see it. */
  say(sentence: string): void;
  open(panel: PanelName, seed?: RecordSeed): void;
  close(): void;
  /** Changes one of the bar's own properties on a person's wish, and tells the page. */
  arrange(change: { dock?: BarDock; keys?: Record<string, string> }): void;
}

/** A module of a part: either it draws itself into the bar's panel, or it does one thing. */
export type PanelPart =
  | { readonly view: (context: PanelContext) => TemplateResult }
  | { readonly act: (context: PanelContext) => unknown };
