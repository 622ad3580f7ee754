/** Documents of parties and deals: made from the firm's templates, or links to files elsewhere. */
import {
  type Deal,
  type Document,
  type DocumentInput,
  type DocumentLinkInput,
  type DocumentQuery,
  type DocumentTemplate,
  DocumentText,
  type Money,
  RingbackError,
} from '@ringback/model';
import * as z from 'zod/mini';
import { present } from '../present.ts';
import type { Tx } from '../store/contract.ts';
import { parseKept } from '../store/parse-kept.ts';
import { type DeskDeps, type Doing, found } from './base.ts';

const Kept = z.extend(DocumentText, { html: z.optional(z.string()) });
type Kept = z.infer<typeof Kept>;
const MOST = 200;

export interface Documents {
  templates(): DocumentTemplate[];
  list(query: DocumentQuery): Promise<Document[]>;
  get(id: string): Promise<DocumentText>;
  create(input: DocumentInput, doing: Doing): Promise<DocumentText>;
  link(input: DocumentLinkInput, doing: Doing): Promise<Document>;
}

export function createDocuments({ store, crm, settings, now, newId }: DeskDeps): Documents {
  const bare = ({ html: _html, ...document }: Kept): Document => document;

  /** The same key makes one document, and one number. */
  async function write<T extends Kept>(make: (tx: Tx) => Promise<T>, { agent, key }: Doing): Promise<Kept> {
    return store.transaction(async (tx) => {
      const known = await store.idempotency.recall(tx, `document:${key}`, agent.id);
      if (known) return Kept.parse(known.answer);
      const document = await make(tx);
      const { id, partyId, dealId, at, kind, name } = document;
      const place = { ...present({ partyId, dealId }), area: kind, words: name, open: false, position: at };
      await store.records.put(tx, { kind: 'document', id, ...place, data: document });
      const trail = { actor: agent.id, entity: 'document', entityId: id, field: 'name' };
      await store.audit.append(tx, { ...trail, old: null, new: name });
      await store.idempotency.remember(tx, `document:${key}`, agent.id, document);
      return document;
    }, 'full');
  }

  /** One after the other, without a gap: the number of the last one is kept. */
  async function nextNumber(tx: Tx, templateId: string): Promise<number> {
    const id = `number-${templateId}`;
    const row = await store.records.get('document', id, tx);
    const next = z._default(z.number(), 0).parse(row?.data) + 1;
    await store.records.put(tx, {
      kind: 'document',
      id,
      area: 'number',
      open: true,
      position: '',
      data: next,
    });
    return next;
  }

  return {
    templates: () => settings().crm.templates.map(({ id, kind, name }) => ({ id, kind, name })),
    async list(query) {
      const filter = { kind: 'document', open: false, newestFirst: true, limit: MOST } as const;
      const { records } = await store.records.list({ ...filter, ...present(query) });
      return records.map(({ data }) => bare(parseKept(Kept, data)));
    },
    async get(id) {
      const document = parseKept(Kept, found(await store.records.get('document', id), 'document').data);
      const { html } = document;
      if (html !== undefined) return { ...document, html };
      throw new RingbackError('unsupported', 'This file is kept elsewhere.', { hint: 'Open its address.' });
    },
    async create({ templateId, dealId }, doing) {
      const { company, crm: own } = settings();
      const template = found(
        own.templates.find(({ id }) => id === templateId),
        'template',
      );
      const deal = found(await crm.deals?.get(dealId), 'deal');
      const at = now().toISOString();
      const made = await write(async (tx) => {
        const number = `${template.prefix}${await nextNumber(tx, templateId)}`;
        const name = `${template.name} ${number}`;
        const html = pageOf(name, fill(template.text, { deal, company, number, date: at.slice(0, 10) }));
        const place = {
          id: newId(),
          kind: template.kind,
          number,
          name,
          dealId,
          author: doing.agent.name,
          at,
        };
        return { ...place, ...present({ partyId: deal.party?.id }), html };
      }, doing);
      return { ...made, html: made.html ?? '' };
    },
    async link(input, doing) {
      const place = { id: newId(), author: doing.agent.name, at: now().toISOString() };
      return bare(await write(async () => ({ ...present(input), ...place }), doing));
    },
  };
}

interface Facts {
  deal: Deal;
  company: string;
  number: string;
  date: string;
}

/** Whatever stands in a deal is text, and never markup. */
export function fill(template: string, { deal, company, number, date }: Facts): string {
  const values: Record<string, string> = {
    ...{ company, number, date, 'deal.title': deal.title },
    'party.name': deal.party?.name ?? '',
    'deal.amount': deal.amount ? moneyText(deal.amount) : '',
  };
  const parts = template.split(/(\{\{[^{}]*\}\})/);
  const filled = parts.map((part) => {
    const name = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(part)?.[1];
    if (name === 'lines') return tableOf(deal);
    return escape(name === undefined ? part : (values[name] ?? part)).replaceAll('\n', '<br>');
  });
  return filled.join('');
}

function tableOf({ lines = [] }: Deal): string {
  const rows = lines.map(({ name, sku = '', quantity, price }) => {
    const sum = price && { ...price, amount: Math.round(price.amount * quantity * 100) / 100 };
    const cells = [sku, name, String(quantity), price ? moneyText(price) : '', sum ? moneyText(sum) : ''];
    return `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}

const moneyText = ({ amount, currency }: Money): string => `${amount.toFixed(2)} ${currency}`;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

const pageOf = (title: string, body: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>${escape(title)}</title></head><body><h1>${escape(title)}</h1><div>${body}</div></body></html>`;
