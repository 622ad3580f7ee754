/** The tables as Kysely sees them. Times are ISO text, booleans 0/1, JSON is text: the same in every database. */
export interface Tables {
  /** Growing numbers taken inside a transaction, so that their order is the order of commits in any database. */
  counter: { name: string; value: number };
  event: { id: number; type: string; time: string; data: string; audience: string | null };
  audit: {
    id: number;
    at: string;
    actor: string;
    entity: string;
    entity_id: string;
    field: string;
    old: string | null;
    new: string | null;
  };
  call: {
    id: string;
    direction: string;
    state: string;
    end_reason: string | null;
    number: string;
    line: string | null;
    agent_id: string | null;
    party_id: string | null;
    deal_id: string | null;
    callback_id: string | null;
    visit_id: string | null;
    started_at: string;
    connected_at: string | null;
    ended_at: string | null;
    duration_seconds: number;
    bridge_id: string | null;
    version: number;
    /** From its beginning to the talk, in whole seconds; absent where nobody talked. */
    waited_seconds: number | null;
    /** The caller hung up before anybody could answer, 0 or 1. */
    abandoned: number;
    /** It goes on from a call that was given away, 0 or 1. */
    taken_over: number;
    group_name: string | null;
    /** `google / cpc`. */
    source: string | null;
    campaign: string | null;
    leg_kind: string | null;
    /** Numbers, names and comment, as they are searched. */
    search: string;
    /** The whole record of the model; the columns beside it are there to be searched and counted. */
    data: string;
  };
  /** `started_at` is repeated here so that an agent's page of the log is one walk along an index. */
  call_audience: { call_id: string; agent_id: string; started_at: string };
  leg: {
    leg_id: string;
    call_id: string;
    role: string;
    agent_id: string | null;
    kind: string | null;
    participant_id: string | null;
    state: string;
    cause: string | null;
    position: number;
  };
  callback: {
    id: string;
    site_key: string;
    state: string;
    number: string;
    call_id: string | null;
    requested_at: string;
    visit_id: string | null;
    variant: string | null;
    kept: number | null;
    token: string;
    data: string;
  };
  variant_shown: {
    site_key: string;
    variant: string;
    shown: number;
  };
  campaign: { id: string; state: string; created_at: string; version: number; data: string };
  campaign_entry: {
    id: string;
    campaign_id: string;
    position: number;
    number: string;
    state: string;
    result: string | null;
    due_at: string;
    callback_id: string | null;
    data: string;
  };
  security_lock: { address: string; until: string; data: string };
  security_alarm: { id: string; kind: string; subject: string; last_at: string; data: string };
  toll: {
    leg_id: string;
    call_id: string;
    agent_id: string | null;
    country: string | null;
    per_minute: number;
    placed_at: string;
    answered_at: string | null;
    ended_at: string | null;
    cost: number;
  };
  visit: {
    id: string;
    site_key: string;
    token_hash: string;
    number: string | null;
    seen_at: string;
    expires_at: string;
    data: string;
  };
  number_lease: { number: string; visit_id: string; since: string; until: string };
  party: {
    id: string;
    system: string;
    name: string;
    name_search: string;
    kind: string;
    email: string | null;
    email_search: string | null;
    tax_id: string | null;
    organization_id: string | null;
    url: string | null;
    created_at: string;
    updated_at: string;
    /** The whole record of the model but its numbers; absent in rows of before. */
    data: string | null;
    nature: string | null;
    responsible_id: string | null;
    draft: number;
    is_main: number;
  };
  party_tag: { party_id: string; tag: string };
  party_phone: { party_id: string; number: string; position: number };
  crm_connection: {
    system: string;
    settings: string;
    record_of: string;
    position: number;
    fields: string | null;
  };
  /** `done` < `told`: something of it has not been made a call's yet. */
  observed_conversation: {
    conversation: string;
    call_id: string | null;
    told: number;
    done: number;
    updated_at: string;
  };
  observed_fact: { conversation: string; mark: string; at: string; data: string };
  pbx_connection: { system: string; settings: string };
  crm_kept: { account: string; key: string; value: string; updated_at: string };
  crm_phone: { account: string; record_id: string; number: string; position: number };
  outbox: {
    id: number;
    account: string;
    kind: string;
    record: string;
    payload: string;
    actor: string;
    revision: number;
    attempts: number;
    state: string;
    next_at: string;
    last_error: string | null;
    created_at: string;
  };
  crm_record: {
    kind: string;
    id: string;
    /** What it is looked up by beside its id: the call's id, the number. */
    lookup: string | null;
    party_id: string | null;
    deal_id: string | null;
    responsible_id: string | null;
    open: number;
    /** What its list is ordered by. */
    position: string;
    place: string | null;
    area: string | null;
    words: string | null;
    due: string;
    updated_at: string;
    amount: number;
    currency: string | null;
    data: string;
  };
  reminder: { system: string; task_id: string; at: string; agent_id: string | null; state: string };
  recording: {
    id: string;
    call_id: string;
    state: string;
    started_at: string;
    /** The whole record. */
    data: string;
  };
  call_quality: { call_id: string; agent_id: string; part: string; data: string };
  lease: { name: string; holder: string; token: number; expires_at: string };
  secret: { name: string; value: string };
  dialog: { call_id: string; agent_id: string; data: string };
  agent: {
    id: string;
    login: string;
    name: string;
    role: string;
    extension: string;
    password_hash: string;
    deactivated_at: string | null;
    mobile: string | null;
    mobile_rings: number;
  };
  /** `last_leg`: the position of the newest leg when it was asked for. */
  credential_revocation: { agent_id: string; endpoint: string; last_leg: number };
  call_route: { call_id: string; data: string };
  group_turn: { group_key: string; agent_id: string };
  missed: {
    id: string;
    number: string;
    state: string;
    call_id: string;
    claimed_by: string | null;
    last_at: string;
    version: number;
    data: string;
  };
  agent_self: { agent_id: string; version: number; data: string };
  webhook: {
    id: string;
    url: string;
    /** JSON array. */
    types: string;
    secret: string;
    paused: number;
    paused_because: string | null;
    created_at: string;
    created_by: string;
    delivered_at: string | null;
  };
  webhook_delivery: {
    id: number;
    webhook_id: string;
    event_id: number;
    type: string;
    payload: string;
    state: string;
    attempts: number;
    next_at: string;
    last_status: number | null;
    last_error: string | null;
    created_at: string;
  };
  api_token: {
    id: string;
    hash: string;
    kind: string;
    name: string;
    role: string;
    /** JSON array. */
    scopes: string;
    created_at: string;
    created_by: string;
    expires_at: string | null;
    last_used_at: string | null;
  };
  session: {
    hash: string;
    kind: string;
    agent_id: string;
    expires_at: string;
    renewable_until: string | null;
    host: string | null;
  };
  settings: { id: number; version: number; data: string };
  idempotency: { actor: string; key: string; answer: string | null; created_at: string };
}
