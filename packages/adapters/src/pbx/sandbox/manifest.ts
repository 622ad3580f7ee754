import { DTMF_WAYS } from '@ringback/model';
import * as z from 'zod/mini';
import { LEG_CAPABILITIES, type PbxManifest } from '../contract.ts';

export const manifest: PbxManifest = {
  id: 'sandbox',
  name: 'Sandbox PBX (demo and tests)',
  capabilities: LEG_CAPABILITIES,
};

export const SandboxSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('sandbox')),
  /** `ws://127.0.0.1:4705/control` */
  controlUrl: z.url({ protocol: /^wss?$/ }),
  /** Secret: must never be logged. */
  controlToken: z.string().check(z.minLength(16)),
  /** WebSocket URLs that phones are told to use, in order of preference. */
  sipServers: z.array(z.url({ protocol: /^wss?$/ })).check(z.minLength(1)),
  /** Host part of the phones' addresses: `sip:101@<domain>`. */
  domain: z.string().check(z.regex(/^[a-z0-9.-]{1,253}$/i)),
  /** How phones tell of pressed keys. */
  dtmf: z._default(z.enum(DTMF_WAYS), 'rfc4733'),
});
export type SandboxSettings = z.infer<typeof SandboxSettings>;
export type SandboxSettingsInput = z.input<typeof SandboxSettings>;
