/** A lead as the list has it, and the ready-made list of those that would be lost without anybody noticing. */
import type { BackendLeads, Lead, UnattendedReason } from '@ringback/model';
import type { ListQuestion } from '../list/record-list.ts';
import type { RecordPage } from '../list/record-pages.ts';

export type ListedLead = Lead & {
  /** Why it is unattended; absent where that was not asked. */
  why?: readonly UnattendedReason[];
};

/** Reasons that a change of the lead itself does away with. */
export function whyAfter(lead: Lead, before: readonly UnattendedReason[] = []): UnattendedReason[] {
  if (lead.status.outcome !== 'open') return [];
  const others = before.filter((why) => why === 'no-task');
  return lead.responsible ? others : ['no-owner', ...others];
}

/** The gateway has this list as a whole: what else is wanted of it is looked for page by page. */
export async function unattendedLeads(
  group: BackendLeads,
  { cursor, limit, filters, words }: ListQuestion,
): Promise<RecordPage<ListedLead>> {
  const wanted = words?.toLocaleLowerCase();
  const fits = ({ status, source, responsible, ...lead }: Lead) =>
    (filters.statusId ?? status.id) === status.id &&
    (filters.source ?? source) === source &&
    (filters.responsibleId ?? responsible?.id) === responsible?.id &&
    (wanted === undefined ||
      [lead.title, lead.name, lead.email ?? '', ...lead.phones].some((text) =>
        text.toLocaleLowerCase().includes(wanted),
      ));
  let next = cursor;
  for (;;) {
    const page = await group.unattended({ limit, ...(next === undefined ? {} : { cursor: next }) });
    const items = page.items.map(({ lead, why }) => ({ ...lead, why })).filter(fits);
    next = page.next;
    if (items.length > 0 || next === undefined) return { items, ...(next === undefined ? {} : { next }) };
  }
}
