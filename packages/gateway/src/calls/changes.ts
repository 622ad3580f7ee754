/** What people write to a call: comment, party, deal, and what came of it. */
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

  /** `null` takes the deal away. */
  async function findDeal(id: string | null): Promise<Call['deal'] | null> {
    if (id === null) return null;
    const deal = await crm.deals?.get(id);
    if (deal) return { system: deal.system, id: deal.id, title: deal.title };
    throw new RingbackError('invalid', `There is no deal ${id}.`, {
      hint: 'Choose another deal, or create one.',
      fields: { dealId: 'does not exist' },
    });
  }

  async function write(input: Write, named: Named): Promise<{ call: Call; changed: boolean }> {
    const { agent, callId, patch, idempotencyKey } = input;
    const key = `call:${callId}:${idempotencyKey}`;
    const facts = await engine.load(callId);
    if (!facts || !maySee(agent, facts.row, settings())) throw noSuchCall(callId);
    const draft = new Draft(facts, now());
    const fields = changedFields(facts.row.call, patch, {
      ...named,
      disposition: dispositionOf(facts.row.call, patch),
    });
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

  function dispositionOf(call: Call, { dispositionId, comment }: CallPatch): Call['disposition'] {
    if (dispositionId === undefined) return undefined;
    const { dispositions } = settings().crm;
    const chosen = dispositions.find(({ id }) => id === dispositionId);
    if (!chosen) {
      throw new RingbackError('invalid', 'There is no such result of a call.', {
        fields: { dispositionId: `must be one of ${dispositions.map(({ id }) => id).join(', ')}` },
      });
    }
    if (chosen.needsComment && (comment ?? call.comment).trim() === '') {
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
    const named = {
      party: patch.party ? await findParty(patch.party) : undefined,
      deal: patch.dealId === undefined ? undefined : await findDeal(patch.dealId),
    };
    const { call, changed } = await engine.lanes.run(callId, () => write(input, named));
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

/** What the patch names by id, as it is kept. */
interface Named {
  party: PartyRef | undefined;
  deal: Call['deal'] | null;
}

function changedFields(
  call: Call,
  patch: CallPatch,
  { party, deal, disposition }: Named & { disposition: Call['disposition'] },
): CallPatchFields {
  const fields: CallPatchFields = {};
  if (patch.comment !== undefined && patch.comment !== call.comment) fields.comment = patch.comment;
  if (party && JSON.stringify(party) !== JSON.stringify(call.party)) fields.party = party;
  const another = fields.party && call.party && fields.party.id !== call.party.id;
  // The deal was the other one's.
  const next = deal === undefined && another ? null : deal;
  if (next !== undefined && next?.id !== call.deal?.id) fields.deal = next ?? undefined;
  if (disposition && disposition.id !== call.disposition?.id) fields.disposition = disposition;
  return fields;
}
