/**
 * Roles and what each may do (S095–S101): the permission table is this one file. Enforced by the gateway for every request; elements
 * merely hide what is refused anyway.
 */
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
  /** Calls that rang at him or that he made. */
  'calls.own',
  /** Calls of the members of groups that he heads. */
  'calls.group',
  'calls.all',
  'calls.dial',
  'calls.export',
  'recordings.own',
  'recordings.group',
  'recordings.all',
  'recordings.delete',
  /** Numbers of customers as they are; without it they are masked wherever they would be seen. */
  'numbers.full',
  'parties.read',
  'parties.write',
  /** Deals, leads, tasks, processes and the history of customers. */
  'crm.read',
  'crm.write',
  /** Letters in the firm's name, and reading those of customers. */
  'mail.use',
  /** What processes look like. */
  'processes.manage',
  'missed.handle',
  'campaigns.manage',
  /** Calls in numbers: the firm's, or those of the people whom he heads. What became of texts that are compared. */
  'statistics.read',
  /** Who would get a call, and how groups distribute theirs. */
  'routing.read',
  /** The distribution of the groups that he heads. */
  'routing.group',
  /** What calls cost. */
  'finance.read',
  /** Tokens of programs, webhooks. */
  'integrations.manage',
  /** Technical settings of the PBX. */
  'settings.write',
  /** Who works here: logins, roles, extensions, passwords. */
  'people.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const EMPLOYEE = [
  'calls.own',
  'calls.dial',
  'recordings.own',
  'numbers.full',
  'parties.read',
  'parties.write',
  'crm.read',
  'crm.write',
  'mail.use',
  'missed.handle',
] as const satisfies Permission[];

export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  employee: EMPLOYEE,
  'group-head': [
    ...EMPLOYEE,
    'calls.group',
    'calls.export',
    'recordings.group',
    'campaigns.manage',
    'statistics.read',
    'routing.read',
    'routing.group',
    'processes.manage',
  ],
  /** Statistics without anybody's calls, recordings or numbers. */
  marketer: ['statistics.read'],
  accountant: ['calls.own', 'calls.dial', 'recordings.own', 'numbers.full', 'finance.read'],
  'company-head': [
    ...EMPLOYEE,
    'calls.all',
    'calls.export',
    'recordings.all',
    'recordings.delete',
    'campaigns.manage',
    'statistics.read',
    'routing.read',
    'processes.manage',
    'finance.read',
    'integrations.manage',
  ],
  /** Not named among the presets of the sources: all that is technical, and no finance. */
  administrator: [
    ...EMPLOYEE,
    'calls.all',
    'calls.export',
    'recordings.all',
    'recordings.delete',
    'campaigns.manage',
    'statistics.read',
    'routing.read',
    'processes.manage',
    'integrations.manage',
    'settings.write',
    'people.manage',
  ],
};

/** Whoever asks: a person by his role, a program by its role and what its token was given of that. */
export interface Actor {
  role: Role;
  scopes?: readonly Permission[];
}

export function may({ role, scopes }: Actor, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission) && (scopes?.includes(permission) ?? true);
}
