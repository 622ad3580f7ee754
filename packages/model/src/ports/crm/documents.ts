/** Documents of parties and deals. */
import type {
  Document,
  DocumentInput,
  DocumentLinkInput,
  DocumentQuery,
  DocumentTemplate,
  DocumentText,
} from '../../document.ts';

export interface DocumentsGroup {
  templates(): Promise<DocumentTemplate[]>;
  /** Newest first. */
  list(query: DocumentQuery): Promise<Document[]>;
  /** `unsupported` of a link to a file elsewhere. */
  get(id: string): Promise<DocumentText>;
  /** Made of the deal as it is now, and not changed by what happens to the deal later. Sent by `mail.send` with its id. */
  create?(input: DocumentInput): Promise<DocumentText>;
  link?(input: DocumentLinkInput): Promise<Document>;
}
