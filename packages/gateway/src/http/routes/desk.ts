/** What cards, lists and forms are made of: layouts, views, documents, letters, what the shop knows. */
import {
  callerCardLayout,
  CallerCardLayout,
  CallScript,
  CardLayout,
  Disposition,
  Document,
  DocumentInput,
  DocumentLinkInput,
  DocumentQuery,
  DocumentTemplate,
  DocumentText,
  ENTITIES,
  Id,
  line,
  Order,
  ProductLine,
  RingbackError,
  SavedView,
  ViewInput,
  ViewQuery,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter, required } from '../route.ts';
import type { App } from '../types.ts';

const params = z.object({ id: Id });
const User = z.object({
  ...{ id: z.string(), name: z.string(), email: z.optional(z.string()) },
  ...{ extension: z.optional(z.string()), agentId: z.optional(Id) },
});

export function deskRoutes(app: App, { desk, settings, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Cards and lists' });
  const read = { method: 'GET', permission: 'parties.read' } as const;
  route({
    ...{
      ...read,
      url: '/layouts/:entity',
      params: z.object({ entity: z.enum(ENTITIES) }),
      answer: CardLayout,
    },
    summary: 'Fields of a card, their order, and which are required',
    handle: (asked) => desk.layout(asked.params.entity),
  });
  route({
    ...{ ...read, url: '/layouts/caller-card', summary: 'What the caller card shows, in order' },
    answer: CallerCardLayout,
    handle: () => callerCardLayout(settings.current().crm.callerCard),
  });
  route({
    ...{ ...read, url: '/dispositions', summary: 'What may come of a call', answer: z.array(Disposition) },
    handle: () => settings.current().crm.dispositions,
  });
  route({
    ...{ ...read, url: '/scripts', summary: 'What to say in a call', answer: z.array(CallScript) },
    handle: () => settings.current().crm.scripts,
  });
  route({
    ...{ ...read, url: '/users', summary: 'Who may be responsible', answer: z.array(User) },
    handle: () => desk.users(),
  });
}

export function viewRoutes(app: App, { desk: { views }, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Cards and lists' });
  const own = { permission: 'calls.own' } as const;
  route({
    ...{ ...own, method: 'GET', url: '/views', summary: 'Saved views of a list', query: ViewQuery },
    answer: z.array(SavedView),
    handle: ({ query, agent }) => views.list(query, agent),
  });
  route({
    ...{
      ...own,
      method: 'POST',
      url: '/views',
      summary: 'Save a view',
      body: ViewInput,
      answer: SavedView,
      status: 201,
    },
    handle: ({ body, doing }) => views.create(body, doing),
  });
  route({
    ...{
      ...own,
      method: 'PUT',
      url: '/views/:id',
      summary: 'Replace one of your own',
      params,
      body: ViewInput,
    },
    answer: SavedView,
    handle: (asked) => views.update(asked.params.id, asked.body, asked.doing),
  });
  route({
    ...{ ...own, method: 'DELETE', url: '/views/:id', summary: 'Remove one of your own', params },
    handle: (asked) => views.remove(asked.params.id, asked.agent),
  });
}

export function documentRoutes(app: App, { desk: { documents }, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Documents' });
  const read = { method: 'GET', permission: 'crm.read' } as const;
  const write = { method: 'POST', permission: 'crm.write', status: 201 } as const;
  route({
    ...{ ...read, url: '/documents/templates', summary: 'What documents are made from' },
    answer: z.array(DocumentTemplate),
    handle: () => documents.templates(),
  });
  route({
    ...{ ...read, url: '/documents', summary: 'Documents of a customer or deal', query: DocumentQuery },
    answer: z.array(Document),
    handle: ({ query }) => documents.list(query),
  });
  route({
    ...{ ...read, url: '/documents/:id', summary: 'A document with its text', params, answer: DocumentText },
    handle: (asked) => documents.get(asked.params.id),
  });
  route({
    ...{
      ...write,
      url: '/documents',
      summary: 'Make one of a deal',
      body: DocumentInput,
      answer: DocumentText,
    },
    handle: ({ body, doing }) => documents.create(body, doing),
  });
  route({
    ...{
      ...write,
      url: '/documents/links',
      summary: 'Note a file that is elsewhere',
      body: DocumentLinkInput,
    },
    answer: Document,
    handle: ({ body, doing }) => documents.link(body, doing),
  });
}

export function catalogueRoutes(app: App, { crm, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Shop' });
  const read = { method: 'GET', permission: 'crm.read' } as const;
  function shop() {
    if (crm.shop) return crm.shop;
    throw new RingbackError('unsupported', `${crm.manifest.name} is no shop.`);
  }
  route({
    ...{ ...read, url: '/shop/orders/:id', summary: 'An order', params, answer: Order },
    handle: async (asked) => required(await shop().order(asked.params.id), 'order'),
  });
  route({
    ...{ ...read, url: '/shop/products', summary: 'The catalogue' },
    query: z.strictObject({ words: line(200) }),
    answer: z.array(ProductLine),
    async handle({ query }) {
      const { products } = shop();
      if (products) return products(query.words);
      throw new RingbackError('unsupported', 'The shop does not tell what it sells.');
    },
  });
}
