import type { Kysely } from 'kysely';

/** Plain types only (text, integer, bigint), so that the same file makes the tables in Postgres. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await log(db);
  await calls(db);
  await callbacks(db);
  await parties(db);
  await people(db);
}

async function log(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('counter')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('event')
    .addColumn('id', 'bigint', (c) => c.primaryKey())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('time', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .addColumn('audience', 'text')
    .execute();
  await schema.createIndex('event_time').on('event').column('time').execute();
  await schema
    .createTable('audit')
    .addColumn('id', 'bigint', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('entity', 'text', (c) => c.notNull())
    .addColumn('entity_id', 'text', (c) => c.notNull())
    .addColumn('field', 'text', (c) => c.notNull())
    .addColumn('old', 'text')
    .addColumn('new', 'text')
    .execute();
  await schema.createIndex('audit_entity').on('audit').columns(['entity', 'entity_id', 'id']).execute();
}

async function calls(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('call')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('direction', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('end_reason', 'text')
    .addColumn('number', 'text', (c) => c.notNull())
    .addColumn('line', 'text')
    .addColumn('agent_id', 'text')
    .addColumn('party_id', 'text')
    .addColumn('callback_id', 'text')
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addColumn('connected_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('duration_seconds', 'integer', (c) => c.notNull())
    .addColumn('bridge_id', 'text')
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('call_started').on('call').columns(['started_at', 'id']).execute();
  await schema.createIndex('call_state').on('call').column('state').execute();
  await schema.createIndex('call_number').on('call').columns(['number', 'ended_at']).execute();
  await schema.createIndex('call_party').on('call').columns(['party_id', 'ended_at']).execute();
  await schema
    .createTable('call_audience')
    .addColumn('call_id', 'text', (c) => c.notNull().references('call.id').onDelete('cascade'))
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('call_audience_key', ['call_id', 'agent_id'])
    .execute();
  await schema
    .createIndex('call_audience_agent')
    .on('call_audience')
    .columns(['agent_id', 'started_at', 'call_id'])
    .execute();
  await schema
    .createTable('leg')
    .addColumn('leg_id', 'text', (c) => c.primaryKey())
    .addColumn('call_id', 'text', (c) => c.notNull().references('call.id').onDelete('cascade'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('agent_id', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('cause', 'text')
    .addColumn('position', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('leg_call').on('leg').columns(['call_id', 'position']).execute();
  await schema
    .createTable('dialog')
    .addColumn('call_id', 'text', (c) => c.notNull().references('call.id').onDelete('cascade'))
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('dialog_key', ['call_id', 'agent_id'])
    .execute();
  await schema.createIndex('dialog_agent').on('dialog').column('agent_id').execute();
}

async function callbacks(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('callback')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('site_key', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('number', 'text', (c) => c.notNull())
    .addColumn('call_id', 'text')
    .addColumn('requested_at', 'text', (c) => c.notNull())
    .addColumn('token', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('callback_number').on('callback').columns(['number', 'requested_at']).execute();
  await schema.createIndex('callback_site').on('callback').columns(['site_key', 'requested_at']).execute();
  await schema.createIndex('callback_state').on('callback').column('state').execute();
  await schema.createIndex('callback_call').on('callback').column('call_id').execute();
}

async function parties(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('party')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('system', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_search', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('url', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('party_name').on('party').column('name_search').execute();
  await schema
    .createTable('party_phone')
    .addColumn('party_id', 'text', (c) => c.notNull().references('party.id').onDelete('cascade'))
    .addColumn('number', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('party_phone_key', ['party_id', 'number'])
    .execute();
  await schema.createIndex('party_phone_number').on('party_phone').column('number').execute();
}

async function people(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('agent')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('login', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('extension', 'text', (c) => c.notNull())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .execute();
  // Not unique: two agents may swap theirs, one row after the other.
  await schema.createIndex('agent_extension').on('agent').column('extension').execute();
  await schema
    .createTable('session')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('agent_id', 'text', (c) => c.notNull().references('agent.id').onDelete('cascade'))
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('renewable_until', 'text')
    .execute();
  await schema.createIndex('session_expires').on('session').column('expires_at').execute();
  await schema
    .createTable('settings')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('idempotency')
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('answer', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('idempotency_key', ['actor', 'key'])
    .execute();
  await schema.createIndex('idempotency_created').on('idempotency').column('created_at').execute();
}
