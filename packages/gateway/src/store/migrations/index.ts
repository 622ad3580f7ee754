/** Migrations in code, so that a bundle or a published package carries them. A landed one is never edited. */
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { RingbackError } from '@ringback/model';
import * as first from './0001-first.ts';
import * as conference from './0010-conference.ts';
import * as recordings from './0011-recordings.ts';
import * as lease from './0012-lease.ts';
import * as agentSelf from './0020-agent-self.ts';
import * as routing from './0021-routing.ts';
import * as missed from './0022-missed.ts';
import * as security from './0023-security.ts';
import * as campaigns from './0024-campaigns.ts';
import * as partyFields from './0030-party-fields.ts';
import * as crmRecords from './0031-crm-records.ts';
import * as crmHosts from './0032-crm-hosts.ts';
import * as visits from './0045-visits.ts';
import * as variants from './0046-variants.ts';
import * as recordSearch from './0060-record-search.ts';
import * as partyLists from './0061-party-lists.ts';
import * as reminders from './0062-reminders.ts';
import * as callDeal from './0063-call-deal.ts';
import * as callSearch from './0065-call-search.ts';
import * as observed from './0070-observed.ts';
import * as crmFields from './0033-crm-fields.ts';
import * as apiTokens from './0090-api-tokens.ts';
import * as webhooks from './0091-webhooks.ts';
import * as people from './0092-people.ts';
import * as revokedLegs from './0093-revoked-legs.ts';
import * as agentIds from './0095-agent-ids.ts';
import * as sessionHost from './0096-session-host.ts';
import * as eventOrder from './0097-event-order.ts';
import * as legKind from './0098-leg-kind.ts';
import * as mobiles from './0099-mobiles.ts';
import * as callCounts from './0100-call-counts.ts';
import * as callQuality from './0050-call-quality.ts';

const MIGRATIONS = {
  '0001-first': first,
  '0010-conference': conference,
  '0011-recordings': recordings,
  '0012-lease': lease,
  '0020-agent-self': agentSelf,
  '0021-routing': routing,
  '0022-missed': missed,
  '0023-security': security,
  '0024-campaigns': campaigns,
  '0030-party-fields': partyFields,
  '0031-crm-records': crmRecords,
  '0032-crm-hosts': crmHosts,
  '0033-crm-fields': crmFields,
  '0045-visits': visits,
  '0046-variants': variants,
  '0060-record-search': recordSearch,
  '0061-party-lists': partyLists,
  '0062-reminders': reminders,
  '0063-call-deal': callDeal,
  '0065-call-search': callSearch,
  '0070-observed': observed,
  '0090-api-tokens': apiTokens,
  '0091-webhooks': webhooks,
  '0092-people': people,
  '0093-revoked-legs': revokedLegs,
  '0095-agent-ids': agentIds,
  '0096-session-host': sessionHost,
  '0097-event-order': eventOrder,
  '0098-leg-kind': legKind,
  '0099-mobiles': mobiles,
  '0100-call-counts': callCounts,
  '0050-call-quality': callQuality,
};

export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    // Topics have numbers of their own, and grow side by side.
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    throw new RingbackError(
      'invalid',
      `The store cannot be brought to this version: ${(error as Error).message}`,
      {
        hint: 'It may have been written by a newer version of Ringback: start that one, or restore a backup.',
        cause: error,
      },
    );
  }
}
