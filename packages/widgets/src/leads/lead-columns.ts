/** Columns of the list of leads; status and owner are changed in their row. */
import type { LeadStatus, LeadUpdate, Locale, UserChoice } from '@ringback/model';
import { fill, formatNumber, formatTime } from '@ringback/ui';
import { html, nothing } from 'lit';
import { inlineChoice } from '../list/inline-choice.ts';
import type { ListColumn } from '../list/table-view.ts';
import type { LeadsWords } from './leads.words.ts';
import { type ListedLead, whyAfter } from './listed-lead.ts';

export interface LeadColumns {
  words: LeadsWords;
  locale: Locale;
  statuses: readonly LeadStatus[];
  users: readonly UserChoice[];
  /** Absent where they cannot be changed. */
  change: ((lead: ListedLead, patch: LeadUpdate) => void) | undefined;
}

export function leadColumns(columns: LeadColumns): readonly ListColumn<ListedLead>[] {
  const { words, locale } = columns;
  return [
    {
      ...{ key: 'name', title: words.name, lead: true, grow: 2 },
      cell: ({ name }) => html`<bdi>${name}</bdi>`,
    },
    { key: 'title', title: words.title, cell: ({ title }) => html`<bdi>${title}</bdi>`, grow: 2 },
    { key: 'status', title: words.status, cell: (lead) => statusCell(columns, lead), narrow: true },
    { key: 'source', title: words.source, cell: ({ source }) => source ?? nothing },
    { key: 'owner', title: words.owner, cell: (lead) => ownerCell(columns, lead) },
    { key: 'why', title: words.why, cell: (lead) => whyOf(columns, lead), narrow: true, grow: 2 },
    { key: 'phone', title: words.phone, cell: ({ phones: [first = ''] }) => formatNumber(first) },
    { key: 'email', title: words.email, cell: ({ email }) => email ?? nothing },
    { key: 'reason', title: words.reason, cell: ({ rejectReason }) => rejectReason ?? nothing },
    { key: 'customer', title: words.customer, cell: ({ party }) => party?.name ?? nothing },
    {
      ...{ key: 'created', title: words.created, end: true },
      cell: ({ createdAt }) => formatTime(createdAt, locale),
    },
  ];
}

export const titled = ({ id, name }: { id: string; name: string }) => ({ id, title: name });

function whyOf({ words, locale }: LeadColumns, lead: ListedLead): string {
  const text = (lead.why ?? whyAfter(lead)).map((why) => words[why]).join(', ');
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

function statusCell({ words, statuses, change }: LeadColumns, lead: ListedLead): unknown {
  const { status } = lead;
  // The two ends have questions of their own.
  const open = statuses.filter(({ outcome }) => outcome === 'open');
  if (!change || status.outcome !== 'open' || open.length === 0) return status.name;
  return inlineChoice({
    label: fill(words.statusOf, { who: lead.name }),
    value: status.id,
    options: [...open.map(titled), ...(open.some(({ id }) => id === status.id) ? [] : [titled(status)])],
    change: (statusId) => change(lead, { statusId }),
    action: 'status',
  });
}

function ownerCell({ words, users, change }: LeadColumns, lead: ListedLead): unknown {
  const { id = '', name } = lead.responsible ?? {};
  if (!change || users.length === 0) return name ?? words.nobody;
  const unknown = users.some((user) => user.id === id) ? [] : [{ id, title: name ?? words.nobody }];
  return inlineChoice({
    label: fill(words.ownerOf, { who: lead.name }),
    value: id,
    options: [...unknown, ...users.map(titled)],
    change: (responsibleId) => change(lead, { responsibleId }),
    action: 'owner',
  });
}
