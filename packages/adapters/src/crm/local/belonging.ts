/** People and the organization that they belong to. Exactly one of them is its main contact (S040–S044). */
import type { Party } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import { auditChanges } from './base.ts';
import type { LocalStore } from './store.ts';

export interface Belonging {
  organizationId: string;
  actor: string;
  /** Absent for one who is only being created. */
  personId?: string;
  /** He is to be the main contact, instead of whoever is. */
  main?: boolean;
}

/** What the person's record says of it. The first person is the main contact; who was it before is no longer when another is made it. */
export async function belong<Tx>(
  store: LocalStore<Tx>,
  tx: Tx,
  { organizationId, actor, personId, main = false }: Belonging,
): Promise<Pick<Party, 'organization' | 'main'>> {
  const organization = await store.parties.get(organizationId, tx);
  if (!organization || organization.organization) {
    throw new AdapterError('local', 'invalid', `There is no organization ${organizationId}.`, {
      hint: 'Choose another, or create it first.',
    });
  }
  const people = await store.parties.ofOrganization(organizationId, tx);
  const others = people.filter(({ id }) => id !== personId);
  const isMain = main || !others.some((person) => person.main);
  for (const person of others) {
    if (!isMain || !person.main) continue;
    const next: Party = { ...person, main: false };
    await store.parties.update(tx, next);
    await auditChanges(store, tx, {
      actor,
      entity: 'party',
      id: person.id,
      old: person,
      next,
      fields: ['main'],
    });
  }
  return { organization: { id: organizationId, name: organization.name }, main: isMain };
}
