/** How the firm works with its customers: lists that are its own, and rules for them. */
import * as z from 'zod/mini';
import { HostId, type Pipeline, STAGE_OUTCOMES } from './deal.ts';
import { DOCUMENT_KINDS } from './document.ts';
import { LEAD_OUTCOMES, type LeadStatus } from './lead.ts';
import { CallerCardSettings, CustomField, LayoutSettings, RequiredRule } from './layout.ts';
import { Id, line, text } from './scalars.ts';

const StageInput = z.strictObject({ id: HostId, name: line(100), outcome: z.enum(STAGE_OUTCOMES) });

/** The last two stages are fixed: exactly one is won, and one lost (S053). */
export const PipelineSettings = z
  .strictObject({ id: HostId, name: line(100), stages: z.array(StageInput).check(z.minLength(3)) })
  .check(
    z.refine(
      ({ stages }) => one(stages, 'won') && one(stages, 'lost') && stages[0]?.outcome === 'open',
      'must begin with an open stage, and have exactly one that is won and one that is lost',
    ),
    z.refine(({ stages }) => distinct(stages.map(({ id }) => id)), 'must not have two stages of one id'),
  );

const LeadStatusInput = z.strictObject({ id: HostId, name: line(100), outcome: z.enum(LEAD_OUTCOMES) });

/** What came of a call (S073). */
export const Disposition = z.strictObject({
  id: Id,
  name: line(60),
  /** The agent must say more than this. */
  needsComment: z._default(z.boolean(), false),
});
export type Disposition = z.infer<typeof Disposition>;

export const SCRIPT_DIRECTIONS = ['in', 'out'] as const;
/** What an agent says in a call. */
export const CallScript = z.strictObject({
  id: Id,
  name: line(100),
  /** Calls that it is for; all when absent. */
  direction: z.optional(z.enum(SCRIPT_DIRECTIONS)),
  /** Kinds of parties that it is for; all, and the unknown, when empty. */
  kinds: z._default(z.array(line(40)), []),
  text: text(10_000),
});
export type CallScript = z.infer<typeof CallScript>;

/** `{{deal.title}}`, `{{party.name}}`, `{{deal.amount}}`, `{{company}}`, `{{number}}`, `{{date}}` and `{{lines}}` are put in. */
export const DocumentTemplateSettings = z.strictObject({
  id: Id,
  kind: z.enum(DOCUMENT_KINDS),
  name: line(100),
  /** Before the number: `INV-`. */
  prefix: z._default(z.string().check(z.maxLength(20)), ''),
  text: text(20_000),
});
export type DocumentTemplateSettings = z.infer<typeof DocumentTemplateSettings>;

export const CrmSettings = z.strictObject({
  segments: z._default(z.array(line(60)).check(z.maxLength(100)), []),
  pipelines: z.array(PipelineSettings).check(
    z.minLength(1),
    z.refine((all) => distinct(all.map(({ id }) => id)), 'two pipelines have one id'),
  ),
  leadStatuses: z
    .array(LeadStatusInput)
    .check(
      z.refine(
        (all) => all[0]?.outcome === 'open' && one(all, 'converted') && one(all, 'rejected'),
        'must begin with an open status, and have exactly one that is converted and one that is rejected',
      ),
    ),
  sources: z._default(z.array(line(100)).check(z.maxLength(200)), []),
  lostReasons: z._default(z.array(line(100)).check(z.maxLength(100)), []),
  rejectReasons: z._default(z.array(line(100)).check(z.maxLength(100)), []),
  /** Hours after which a lead that nobody has touched is shown as unattended. */
  unattendedHours: z.number().check(z.int(), z.minimum(1), z.maximum(720)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/, 'must be a currency of three letters, such as UAH')),
  dispositions: z._default(z.array(Disposition).check(z.maxLength(50)), []),
  scripts: z._default(z.array(CallScript).check(z.maxLength(50)), []),
  customFields: z._default(z.array(CustomField).check(z.maxLength(200)), []),
  required: z._default(z.array(RequiredRule).check(z.maxLength(100)), []),
  layouts: z._default(z.array(LayoutSettings).check(z.maxLength(20)), []),
  callerCard: z._default(CallerCardSettings, { blocks: [], directoryDrafts: true }),
  templates: z._default(z.array(DocumentTemplateSettings).check(z.maxLength(30)), []),
});
export type CrmSettings = z.infer<typeof CrmSettings>;

/** What a new store begins with. */
export const DEFAULT_PIPELINES: Pipeline[] = [
  {
    id: 'sales',
    name: 'Sales',
    stages: [
      { id: 'new', name: 'New', outcome: 'open' },
      { id: 'offer', name: 'Offer', outcome: 'open' },
      { id: 'payment', name: 'Waiting for payment', outcome: 'open' },
      { id: 'won', name: 'Successfully completed', outcome: 'won' },
      { id: 'lost', name: 'Fell through', outcome: 'lost' },
    ],
  },
];

export const DEFAULT_LEAD_STATUSES: LeadStatus[] = [
  { id: 'new', name: 'New', outcome: 'open' },
  { id: 'in-work', name: 'In work', outcome: 'open' },
  { id: 'converted', name: 'Became a customer', outcome: 'converted' },
  { id: 'rejected', name: 'Rejected', outcome: 'rejected' },
];

const DEFAULT_TEMPLATE_TEXT = `{{company}}

To: {{party.name}}
{{deal.title}}

{{lines}}

Total: {{deal.amount}}
{{date}}`;

export const DEFAULT_CRM_SETTINGS: CrmSettings = {
  segments: ['retail', 'wholesale'],
  pipelines: DEFAULT_PIPELINES as CrmSettings['pipelines'],
  leadStatuses: DEFAULT_LEAD_STATUSES as CrmSettings['leadStatuses'],
  sources: ['call', 'site', 'advertising', 'recommendation'],
  lostReasons: ['too expensive', 'chose another', 'no need any more', 'no answer'],
  rejectReasons: ['wrong number', 'not our customer', 'no interest', 'spam'],
  unattendedHours: 24,
  currency: 'UAH',
  dispositions: [
    { id: 'settled', name: 'Settled', needsComment: false },
    { id: 'call-again', name: 'Call again', needsComment: false },
    { id: 'order', name: 'Order', needsComment: false },
    { id: 'complaint', name: 'Complaint', needsComment: true },
    { id: 'wrong-number', name: 'Wrong number', needsComment: false },
  ],
  scripts: [],
  customFields: [],
  /** Kind is asked for in every way of creating: without it no conversion can be told (S027). */
  required: [
    { entity: 'party', fields: ['name', 'kind'] },
    { entity: 'party', fields: ['phones'], form: 'full' },
    { entity: 'lead', fields: ['name', 'title'] },
    { entity: 'deal', fields: ['lostReason'], stageId: 'lost' },
  ],
  layouts: [],
  callerCard: { blocks: [], directoryDrafts: true },
  templates: [
    { id: 'proposal', kind: 'proposal', name: 'Proposal', prefix: 'P-', text: DEFAULT_TEMPLATE_TEXT },
    { id: 'invoice', kind: 'invoice', name: 'Invoice', prefix: 'INV-', text: DEFAULT_TEMPLATE_TEXT },
  ],
};

function one(all: readonly { outcome: string }[], outcome: string): boolean {
  return all.filter((each) => each.outcome === outcome).length === 1;
}

const distinct = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;
