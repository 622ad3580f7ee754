import {
  DirectoryEntry,
  Id,
  MergePartyInput,
  Party,
  PartyListQuery,
  PartyMerge,
  PartyPage,
  RecordChange,
  UnmergedParties,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter, orNull } from '../route.ts';
import type { App } from '../types.ts';

const params = z.object({ id: Id });
const Number_ = z.strictObject({ number: z.string().check(z.minLength(3), z.maxLength(80)) });

export function partyCareRoutes(app: App, { desk: { parties }, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Customers' });
  const read = { method: 'GET', permission: 'parties.read' } as const;
  const write = { method: 'POST', permission: 'parties.write' } as const;
  route({
    ...{ ...read, url: '/parties/list', summary: 'Customers, by filters', query: PartyListQuery },
    answer: PartyPage,
    handle: ({ query }) => parties.list(query),
  });
  route({
    ...{ ...read, url: '/parties/:id', summary: 'A customer', params, answer: Party },
    handle: (asked) => parties.get(asked.params.id),
  });
  route({
    ...{ ...read, url: '/parties/:id/history', summary: 'Every change of the record, newest first', params },
    answer: z.array(RecordChange),
    handle: (asked) => parties.history(asked.params.id),
  });
  route({
    ...{ ...write, url: '/parties/:id/merge', summary: 'Make one of two', params, body: MergePartyInput },
    answer: PartyMerge,
    handle: (asked) => parties.merge(asked.params.id, asked.body, asked.doing),
  });
  route({
    ...{ ...write, url: '/parties/merges/:id/undo', summary: 'Make two of them again', params },
    answer: UnmergedParties,
    handle: (asked) => parties.undoMerge(asked.params.id, asked.doing),
  });
  route({
    ...{ ...read, url: '/directory', summary: 'Whose number it is, by a directory; creates nothing' },
    ...{ query: Number_, answer: z.nullable(DirectoryEntry) },
    handle: async ({ query }) => orNull(await parties.lookup(query.number)),
  });
  route({
    ...{ ...write, url: '/directory/drafts', summary: 'A draft of what a directory says', body: Number_ },
    ...{ answer: Party, status: 201 },
    handle: ({ body, doing }) => parties.draft(body.number, doing),
  });
}
