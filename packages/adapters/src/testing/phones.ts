/** What the PBX suite asks of a phone. The headless phones of @ringback/testing are such; so would be a person with a handset. */

export interface TestCall {
  /** Who calls, or is called, as the phone shows it. */
  readonly number: string;
  readonly name: string;
  /** The number that was dialled. */
  readonly dialled: string;
  header(name: string): string | undefined;
  /** The far side rings. Rejects when the call ends before. */
  readonly ringing: Promise<void>;
  readonly answered: Promise<void>;
  readonly ended: Promise<{ cause: string; status?: number }>;
  readonly end: object | undefined;
  readonly dialog: TestDialog;
  answer(): void;
  /** 486 is busy, 603 declined. */
  reject(status: number): void;
  hangup(): void;
  hold(): Promise<void>;
  resume(): Promise<void>;
  /** Presses a key. */
  press(digit: string): void;
  /** The far side's tone is in what is heard. */
  hears(hz: number): Promise<void>;
  /** The tone is in what is heard no more. */
  hearsNot(hz: number): Promise<void>;
}

export interface TestDialog {
  sipCallId: string;
  localTag: string;
  remoteTag: string;
}

export interface TestPhone {
  /** What it says, Hz. */
  readonly tone: number;
  /** Rejects when the PBX refuses. */
  register(): Promise<void>;
  call(target: string, extraHeaders?: readonly string[]): TestCall;
  /** Takes over what another phone of this agent held; `held` offers it on hold from the start. */
  callWithReplaces(dialog: TestDialog, target: string, options?: { held?: boolean }): TestCall;
  incoming(): Promise<TestCall>;
  /** Gone without a word, as a page that is reloaded. */
  drop(): void;
  stop(): Promise<void>;
}
