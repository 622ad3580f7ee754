/** Agents, roles and what each role may do (S095–S101). The permission table is this one file. */
import * as z from 'zod/mini';
import { Id } from './scalars.ts';

export const ROLES = [
  'employee',
  'group-head',
  'marketer',
  'accountant',
  'company-head',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  'calls.own',
  'calls.all',
  'calls.dial',
  'recordings.own',
  'recordings.all',
  'recordings.delete',
  'parties.read',
  'parties.write',
  'missed.handle',
  'routing.read',
  'settings.write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  employee: ['calls.own', 'calls.dial', 'missed.handle', 'recordings.own', 'parties.read', 'parties.write'],
  'group-head': [
    'calls.own',
    'calls.all',
    'calls.dial',
    'missed.handle',
    'recordings.own',
    'recordings.all',
    'parties.read',
    'parties.write',
    'routing.read',
  ],
  marketer: [],
  accountant: ['calls.own', 'calls.dial', 'recordings.own'],
  'company-head': [
    'calls.own',
    'calls.all',
    'calls.dial',
    'missed.handle',
    'recordings.own',
    'recordings.all',
    'recordings.delete',
    'parties.read',
    'parties.write',
    'routing.read',
  ],
  administrator: [...PERMISSIONS],
};

export function may(role: Role, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission);
}

export const Agent = z.object({
  id: Id,
  login: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** SIP user of the agent's own phone and his internal short number. */
  extension: z.string(),
});
export type Agent = z.infer<typeof Agent>;

/** Handed only to the agent himself, over HTTPS, and never stored by the browser. */
export const SipCredential = z.object({
  /** `sip:101@pbx.example` */
  uri: z.string(),
  authorizationUser: z.string(),
  password: z.string(),
  /** WebSocket URLs in order of preference. */
  servers: z.array(z.string()),
  iceServers: z.array(
    z.object({ urls: z.string(), username: z.optional(z.string()), credential: z.optional(z.string()) }),
  ),
  /** ISO time after which the PBX refuses it; absent where the PBX knows only fixed passwords. */
  expiresAt: z.optional(z.string()),
});
export type SipCredential = z.infer<typeof SipCredential>;
