/** What people write to a call: comment and party. */
import type { AdapterLog } from '@ringback/adapters';
import type { CallCrm } from '../crm/hub.ts';
import {
  type Agent,
  Call,
  type CallPatch,
  type PartyRef,
  RingbackError,
  type Settings,
} from '@ringback/model';
import { callScope, concerns } from '../security/scope.ts';
import type { CallRow, Store } from '../store/contract.ts';
import { type CallPatchFields, Draft } from './draft.ts';
import { type Engine, entryOf } from './engine.ts';
import { persist } from './persist.ts';

export interface ChangesOptions {
  engine: Engine;
  store: Store;
  crm: CallCrm;
  settings: () => Settings;
  now: () => Date;
  log: AdapterLog;
}

export interface Write {
  agent: Agent;
  callId: string;
  patch: CallPatch;
  idempotencyKey: string;
}

/** Those whom the call concerned, and heads who may see all. */
export function maySee(agent: Agent, { call, audience }: CallRow, rules: Pick<Settings, 'routing'>): boolean {
  const talked = call.agent ? [call.agent.id] : [];
  return concerns(callScope(agent, rules), [...audience, ...talked]);
}

export function noSuchCall(callId: string): RingbackError {
  return new RingbackError('not-found', `There is no call ${callId}, or it is not yours.`);
}

export function createChanges({ engine, store, crm, settings, now, log }: ChangesOptions) {
  async function findParty(ref: { system: string; id: string }): Promise<PartyRef> {
    const party = crm.partyOf
      ? await crm.partyOf(ref)
      : ref.system === crm.manifest.id
        ? await crm.parties?.get(ref.id)
        : undefined;
    if (!party) {
      throw new RingbackError('invalid', `There is no party ${ref.id} in ${ref.system}.`, {
        hint: 'Choose another party, or create one.',
        fields: { party: 'does not exist' },
      });
    }
    return { system: party.system, id: party.id, name: party.name, kind: party.kind };
  }

  async function write(input: Write, party: PartyRef | undefined): Promise<{ call: Call; changed: boolean }> {
    const { agent, callId, patch, idempotencyKey } = input;
    const key = `call:${callId}:${idempotencyKey}`;
    const facts = await engine.load(callId);
    if (!facts || !maySee(agent, facts.row, settings())) throw noSuchCall(callId);
    const draft = new Draft(facts, now());
    const fields = changedFields(facts.row.call, patch, { party, disposition: dispositionOf(patch) });
    if (fields.party) engine.forgetMatches(callId);
    const matches = await engine.matchesOf(facts.row.call);
    return store.transaction(async (tx) => {
      const before = await store.idempotency.recall(tx, key, agent.id);
      if (before) return { call: Call.parse(before.answer), changed: false };
      const changed = Object.keys(fields).length > 0;
      if (changed) {
        draft.change(fields);
        await persist(store, tx, draft, matches);
        for (const field of Object.keys(fields) as (keyof typeof fields)[]) {
          const entry = { actor: agent.id, entity: 'call', entityId: callId, field };
          await store.audit.append(tx, {
            ...entry,
            old: facts.row.call[field] ?? null,
            new: fields[field] ?? null,
          });
        }
      }
      await store.idempotency.remember(tx, key, agent.id, draft.call);
      return { call: draft.call, changed };
    }, 'full');
  }

  function dispositionOf({ dispositionId, comment }: CallPatch): Call['disposition'] {
    if (dispositionId === undefined) return undefined;
    const { dispositions } = settings().crm;
    const chosen = dispositions.find(({ id }) => id === dispositionId);
    if (!chosen) {
      throw new RingbackError('invalid', 'There is no such result of a call.', {
        fields: { dispositionId: `must be one of ${dispositions.map(({ id }) => id).join(', ')}` },
      });
    }
    if (chosen.needsComment && comment?.trim() === '') {
      throw new RingbackError('invalid', `"${chosen.name}" needs a comment.`, {
        fields: { comment: 'is required' },
      });
    }
    return { id: chosen.id, name: chosen.name };
  }

  return async (input: Write): Promise<Call> => {
    const { agent, callId, patch, idempotencyKey } = input;
    const row = await store.calls.get(callId);
    if (!row || !maySee(agent, row, settings())) throw noSuchCall(callId);
    const party = patch.party ? await findParty(patch.party) : undefined;
    const { call, changed } = await engine.lanes.run(callId, () => write(input, party));
    // A live call is told to the system of record as a whole when it ends.
    if (changed && call.state === 'ended') {
      await crm.communications
        ?.updateCall(entryOf(call, crm), { idempotencyKey, actor: agent.id })
        .catch((error: unknown) =>
          log.error({ err: error, callId }, 'the change could not be written to the CRM'),
        );
    }
    return call;
  };
}

function changedFields(
  call: Call,
  patch: CallPatch,
  { party, disposition }: { party: PartyRef | undefined; disposition: Call['disposition'] },
): CallPatchFields {
  const fields: CallPatchFields = {};
  if (patch.comment !== undefined && patch.comment !== call.comment) fields.comment = patch.comment;
  if (party && JSON.stringify(party) !== JSON.stringify(call.party)) fields.party = party;
  if (disposition && disposition.id !== call.disposition?.id) fields.disposition = disposition;
  return fields;
}
