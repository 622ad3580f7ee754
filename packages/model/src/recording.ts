/**
 * The audio of a call, as long as it was recorded. A call may have several, one after another.
 *
 * ```
 * on ⇄ paused ──► saving (the talk is over, the file is on its way) ──► stored ──► deleted
 *   └──────────────┴──► failed
 * ```
 */
import * as z from 'zod/mini';
import { Id, IsoTime } from './scalars.ts';

export const RECORDING_STATES = ['on', 'paused', 'saving', 'stored', 'failed', 'deleted'] as const;
export type RecordingState = (typeof RECORDING_STATES)[number];

export const RECORDING_FORMATS = ['wav', 'mp3'] as const;
export type RecordingFormat = (typeof RECORDING_FORMATS)[number];

export const Recording = z.object({
  id: Id,
  callId: Id,
  /** A talk of more than two is a conference; a voicemail is what a caller left when nobody answered. */
  kind: z.enum(['call', 'conference', 'voicemail']),
  state: z.enum(RECORDING_STATES),
  startedAt: IsoTime,
  /** Length of the audio, 0 until it is stored. */
  seconds: z.number(),
  /** Of the file, 0 until it is stored. */
  bytes: z.number(),
  format: z.enum(RECORDING_FORMATS),
});
export type Recording = z.infer<typeof Recording>;

/** `POST /calls/:id/recording`: what the agent wants from now on. */
export const RECORDING_WISHES = ['on', 'paused', 'off'] as const;
export type RecordingWish = (typeof RECORDING_WISHES)[number];
export const RecordingInput = z.strictObject({ state: z.enum(RECORDING_WISHES) });

/** An address that works without a session; whoever has it may listen, or take the file, until it ends. */
export const FileLink = z.object({ url: z.string(), expiresAt: IsoTime });
export type FileLink = z.infer<typeof FileLink>;

/** How loud it is, from beginning to end: shares of the loudest moment, 0 to 1, of equal parts of its length. */
export const Waveform = z.object({ peaks: z.array(z.number()) });
export type Waveform = z.infer<typeof Waveform>;

/** When calls are recorded: never, when an agent asks for it, or each one. */
export const RECORDING_MODES = ['off', 'button', 'all'] as const;

export const RecordingSettings = z.strictObject({
  mode: z.enum(RECORDING_MODES),
  /** After so many days a recording is deleted. */
  keepDays: z.number().check(z.int(), z.minimum(1), z.maximum(3650)),
});
export type RecordingSettings = z.infer<typeof RecordingSettings>;
export const DEFAULT_RECORDING_SETTINGS: RecordingSettings = { mode: 'button', keepDays: 90 };
