/** Every request that the API describes, with what it asks for. */
import type { Permission } from '@ringback/model';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export interface RouteOf {
  method: Method;
  /** As the API's description has it. */
  path: string;
}

/** Method and path; each only for whoever has the permission. */
const BY_PERMISSION: Partial<Record<Permission, string>> = {
  'calls.own': `
    GET /calls
    GET /calls/{id}
    PATCH /calls/{id}
    GET /calls/{id}/route
    POST /calls/{id}/disown
    GET /views
    POST /views
    PUT /views/{id}
    DELETE /views/{id}`,
  'calls.dial': `
    POST /calls
    POST /calls/{id}/transfer
    POST /calls/{id}/consult
    POST /calls/{id}/complete-transfer
    POST /calls/{id}/cancel-transfer
    POST /calls/{id}/merge
    POST /calls/{id}/participants
    PATCH /calls/{id}/participants/{participantId}
    DELETE /calls/{id}/participants/{participantId}
    POST /calls/{id}/hang-up
    POST /calls/{id}/hold
    POST /calls/{id}/message
    POST /calls/{id}/send-on
    POST /calls/{id}/announcement
    POST /calls/{id}/recording
    PUT /calls/{id}/quality
    PUT /dialogs/{callId}
    DELETE /dialogs/{callId}
    POST /sip-credentials
    GET /agents`,
  'calls.export': `
    GET /exports/calls
    POST /exports/calls/link`,
  'recordings.own': `
    GET /recordings/{id}
    POST /recordings/{id}/link
    GET /recordings/{id}/waveform`,
  'recordings.delete': `
    DELETE /recordings/{id}`,
  'parties.read': `
    GET /parties
    GET /parties/list
    GET /parties/{id}
    GET /parties/{id}/history
    POST /parties/duplicates
    GET /directory
    GET /layouts/{entity}
    GET /layouts/caller-card
    GET /dispositions
    GET /scripts
    GET /users
    GET /shop/orders
    GET /shop/cart
    GET /shop/viewed`,
  'parties.write': `
    POST /parties
    PATCH /parties/{id}
    POST /parties/{id}/merge
    POST /parties/merges/{id}/undo
    POST /directory/drafts`,
  'crm.read': `
    GET /deals
    GET /deals/choices
    GET /deals/board
    GET /deals/funnel
    GET /deals/{id}
    GET /deals/{id}/history
    GET /leads
    GET /leads/choices
    GET /leads/funnel
    GET /leads/unattended
    GET /leads/{id}
    GET /tasks
    GET /tasks/reminders
    GET /tasks/{id}
    POST /tasks/{id}/snooze
    POST /tasks/{id}/acknowledge
    GET /processes
    GET /processes/definitions
    GET /processes/{id}
    GET /timeline
    GET /documents
    GET /documents/templates
    GET /documents/{id}
    GET /shop/orders/{id}
    GET /shop/products`,
  'crm.write': `
    POST /deals
    PATCH /deals/{id}
    POST /leads
    PATCH /leads/{id}
    POST /leads/{id}/convert
    POST /leads/{id}/reject
    POST /tasks
    PATCH /tasks/{id}
    POST /processes
    PATCH /processes/{id}
    POST /processes/{id}/move
    POST /processes/{id}/answers
    POST /timeline
    PATCH /timeline/{id}
    POST /documents
    POST /documents/links`,
  'mail.use': `
    GET /mail
    POST /mail
    POST /mail/{id}/files/{index}/link`,
  'processes.manage': `
    PUT /processes/definitions/{id}
    DELETE /processes/definitions/{id}`,
  'missed.handle': `
    GET /missed
    GET /missed/counts
    POST /missed/{id}/claim
    POST /missed/{id}/release
    POST /missed/{id}/dismiss`,
  'campaigns.manage': `
    GET /campaigns
    POST /campaigns
    GET /campaigns/{id}
    PATCH /campaigns/{id}
    DELETE /campaigns/{id}
    POST /campaigns/{id}/start
    POST /campaigns/{id}/pause
    POST /campaigns/{id}/stop
    GET /campaigns/{id}/entries
    POST /campaigns/{id}/entries
    GET /campaigns/{id}/results.csv`,
  'statistics.read': `
    GET /statistics/calls
    GET /statistics/variants`,
  'finance.read': `
    GET /finance/calls`,
  'routing.read': `
    POST /routing/dry-run
    GET /groups`,
  'routing.group': `
    PATCH /groups/{key}`,
  'integrations.manage': `
    GET /webhooks
    POST /webhooks
    PATCH /webhooks/{id}
    DELETE /webhooks/{id}
    POST /webhooks/{id}/test
    POST /webhooks/{id}/replay
    GET /webhooks/{id}/deliveries
    POST /webhook-deliveries/{deliveryId}/retry
    DELETE /webhook-deliveries/{deliveryId}`,
  'settings.write': `
    GET /settings
    PUT /settings
    GET /settings/schema
    GET /pbx/connection
    PUT /pbx/connection
    DELETE /pbx/connection
    POST /pbx/connection/check
    GET /pbx/employees
    GET /crm/systems
    GET /crm/connections
    PUT /crm/connections/{system}
    DELETE /crm/connections/{system}
    POST /crm/connections/{system}/check
    GET /crm/connections/{system}/fields
    GET /crm/connections/{system}/install
    PUT /crm/connections/{system}/install
    DELETE /crm/connections/{system}/install
    GET /crm/outbox
    DELETE /crm/outbox/{id}
    POST /crm/outbox/{id}/retry
    GET /security
    POST /security/alarms/{id}/see
    DELETE /security/locks/{address}
    GET /prompts
    GET /prompts/{language}/{name}
    PUT /prompts/{language}/{name}
    DELETE /prompts/{language}/{name}`,
  'people.manage': `
    GET /people
    POST /people
    PATCH /people/{id}
    PUT /people/{id}/password
    POST /people/{id}/deactivate
    POST /people/{id}/reactivate`,
};

/** For everybody who is signed in: what is his own. */
const OWN = `
    GET /session
    GET /me
    PATCH /me
    GET /events
    GET /api-tokens
    POST /api-tokens
    DELETE /api-tokens/{id}
    POST /auth/token
    POST /auth/refresh
    POST /auth/logout`;

/** For whoever comes: the host's and the PBX's own signatures, a visitor's token, a signed address, a password. */
const OPEN = `
    POST /auth/login
    GET /crm/hosts/{system}/events
    POST /crm/hosts/{system}/events
    POST /pbx/{system}/{*}
    GET /exports/calls/file
    GET /mail/{id}/files/{index}
    GET /recordings/{id}/audio
    GET /sites/{key}/offer
    POST /sites/{key}/callbacks
    GET /sites/{key}/callbacks/{id}
    PATCH /sites/{key}/callbacks/{id}
    DELETE /sites/{key}/callbacks/{id}
    POST /sites/{key}/callbacks/{id}/rating
    PUT /sites/{key}/visits/{id}
    DELETE /sites/{key}/visits/{id}`;

const read = (lines: string): RouteOf[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [method = '', path = ''] = line.trim().split(' ');
      return { method: method as Method, path };
    });

export const ROUTES: readonly (readonly [Method, string, Permission])[] = Object.entries(
  BY_PERMISSION,
).flatMap(([permission, lines]) =>
  read(lines).map(({ method, path }) => [method, path, permission as Permission] as const),
);
export const OTHERS: readonly RouteOf[] = [...read(OWN), ...read(OPEN)];

const VALUES: Record<string, string> = {
  ...{ language: 'uk', name: 'message', address: '203.0.113.7', index: '0', deliveryId: '1' },
  ...{ system: 'bitrix24', entity: 'party', key: 'sales' },
};

/** With something in the place of each name. */
export const filled = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? 'nobody');
