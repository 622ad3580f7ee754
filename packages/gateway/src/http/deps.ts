import type { Crm, Pbx } from '@ringback/adapters';
import type { ApiTokens } from '../auth/api-tokens.ts';
import type { Auth } from '../auth/auth.ts';
import type { Timers } from '../calls/timers.ts';
import type { CallControl } from '../calls/contract.ts';
import type { Campaigns } from '../campaigns/campaigns.ts';
import type { CrmConnections } from '../crm/connections.ts';
import type { CustomerShop } from '../crm/customer-shop.ts';
import type { HostRequests } from '../crm/host-requests.ts';
import type { CrmHub } from '../crm/hub.ts';
import type { Outbox } from '../crm/outbox.ts';
import type { Desk } from '../desk/index.ts';
import type { Log } from '../log.ts';
import type { MissedCalls } from '../missed/missed.ts';
import type { People } from '../people/people.ts';
import type { OwnPrompts } from '../prompts/own-prompts.ts';
import type { Prompts } from '../prompts/prompts.ts';
import type { Alarms } from '../security/alarms.ts';
import type { Geo } from '../security/geo.ts';
import type { Guard } from '../security/guard.ts';
import type { Tolls } from '../security/tolls.ts';
import type { SelfService } from '../routing/self-service.ts';
import type { SettingsService } from '../settings/settings.ts';
import type { Store } from '../store/contract.ts';
import type { PbxConnection } from '../telephony/connection.ts';
import type { Visits } from '../visits/visits.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Whispers } from '../whispers/whispers.ts';
import type { Metrics } from './metrics.ts';
import type { PinnedScripts } from './pinned.ts';

/** What the HTTP layer stands on. */
export interface HttpDeps {
  store: Store;
  auth: Auth;
  apiTokens: ApiTokens;
  people: People;
  settings: SettingsService;
  calls: CallControl;
  prompts: Pick<Prompts, 'open'>;
  ownPrompts: OwnPrompts;
  selves: SelfService;
  missed: MissedCalls;
  visits: Visits;
  whispers: Pick<Whispers, 'sound'>;
  webhooks: Webhooks;
  campaigns: Campaigns;
  guard: Pick<Guard, 'demand' | 'whyNot' | 'locks' | 'unlock'>;
  alarms: Alarms;
  geo: Pick<Geo, 'countryOf' | 'database'>;
  tolls: Pick<Tolls, 'spent' | 'running'>;
  crm: Crm;
  desk: Desk;
  hub: CrmHub;
  shop: CustomerShop;
  requests: HostRequests;
  connections: CrmConnections;
  outbox: Pick<Outbox, 'wake'>;
  pbx: Pbx;
  /** Where the PBX is set up at /admin. */
  telephony?: PbxConnection | undefined;
  metrics: Metrics;
  log: Log;
  now: () => Date;
  newId: () => string;
  /** Where browsers reach this gateway; known once it listens. */
  publicUrl: () => string;
  /** Folders of the built bundles; absent in a gateway that serves none. */
  bundles: { embed?: string | undefined; callback?: string | undefined };
  /** Versions of the panel's script that pages may pin; absent in a gateway that serves none. */
  pinned?: PinnedScripts | undefined;
  /** WebSocket addresses of the PBX, for the core frame's content policy. */
  sipServers: () => readonly string[];
  /** Whether `X-Forwarded-For` is to be believed: a proxy of ours stands in front. */
  trustProxy: boolean;
  /** By which a slow host's answer is waited for; Node's own when absent. */
  timers?: Timers;
  /** Times of the event stream, in milliseconds. */
  stream?: { heartbeatMs?: number; drainMs?: number };
}
