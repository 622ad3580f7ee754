/** Documents of a party or deal (S029, S049–S052): proposals and invoices made from templates, and links to files elsewhere. */
import * as z from 'zod/mini';
import { Id, IsoTime, line } from './scalars.ts';

export const DOCUMENT_KINDS = ['proposal', 'invoice', 'contract', 'other'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const Document = z.object({
  id: Id,
  kind: z.enum(DOCUMENT_KINDS),
  /** Of what is numbered: `INV-12`. */
  number: z.optional(z.string()),
  name: z.string(),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  /** Where the file is; absent of a document that was made here. */
  url: z.optional(z.string()),
  author: z.optional(z.string()),
  at: IsoTime,
});
export type Document = z.infer<typeof Document>;

/** With what it says: a page of its own without scripts, to be printed or sent. */
export const DocumentText = z.extend(Document, { html: z.string() });
export type DocumentText = z.infer<typeof DocumentText>;

export const DocumentTemplate = z.object({ id: Id, kind: z.enum(DOCUMENT_KINDS), name: z.string() });
export type DocumentTemplate = z.infer<typeof DocumentTemplate>;

/** `POST /documents`: from a template, of a deal. */
export const DocumentInput = z.strictObject({ templateId: Id, dealId: Id });
export type DocumentInput = z.infer<typeof DocumentInput>;
/** `POST /documents/links`: a file that is elsewhere. */
export const DocumentLinkInput = z.strictObject({
  kind: z.enum(DOCUMENT_KINDS),
  name: line(255),
  url: z
    .string()
    .check(
      z.regex(/^https?:\/\/\S+$/, 'must be an address such as https://files.example/1'),
      z.maxLength(2000),
    ),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
});
export type DocumentLinkInput = z.infer<typeof DocumentLinkInput>;
export const DocumentQuery = z.strictObject({ partyId: z.optional(Id), dealId: z.optional(Id) });
export type DocumentQuery = z.infer<typeof DocumentQuery>;
