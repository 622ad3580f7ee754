/** Which request each method of `Backend`'s groups of customers is: one line for each, as the gateway's own description has them. */
import {
  Call,
  CallerCardLayout,
  CallRoute,
  CallScript,
  CardLayout,
  ConversionAnswer,
  Deal,
  DealBoard,
  DealPage,
  DirectoryEntry,
  Disposition,
  Document,
  DocumentTemplate,
  DocumentText,
  FileLink,
  Funnel,
  Lead,
  LeadFunnel,
  LeadPage,
  LeadStatus,
  Letter,
  LetterPage,
  Order,
  Party,
  PartyMatch,
  PartyMerge,
  PartyPage,
  Pipeline,
  Process,
  ProcessDefinition,
  ProcessPage,
  ProductLine,
  RecordChange,
  SavedView,
  StageChange,
  Task,
  TaskPage,
  TaskReminder,
  TimelineEntry,
  TimelinePage,
  UnattendedPage,
  UnmergedParties,
  Waveform,
} from '@ringback/model';
import * as z from 'zod/mini';

export interface CrmRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `:` stands for an argument, in order. */
  url: string;
  /** Absent = nothing is answered. */
  schema?: z.ZodMiniType;
  /** The last argument goes under this name into query or body; without one it is the query or body itself. */
  name?: string;
}

const texts = z.array(z.string());
const get = (url: string, schema: z.ZodMiniType, name?: string): CrmRoute => ({
  ...{ method: 'GET', url, schema },
  ...(name === undefined ? {} : { name }),
});
const post = (url: string, schema: z.ZodMiniType, name?: string): CrmRoute => ({
  ...get(url, schema, name),
  method: 'POST',
});
const patch = (url: string, schema: z.ZodMiniType): CrmRoute => ({ method: 'PATCH', url, schema });
const put = (url: string, schema: z.ZodMiniType): CrmRoute => ({ method: 'PUT', url, schema });
const remove = (url: string): CrmRoute => ({ method: 'DELETE', url });

export const CRM_ROUTES: Readonly<Record<string, CrmRoute>> = {
  'parties.get': get('/parties/:', Party),
  'parties.list': get('/parties/list', PartyPage),
  'parties.duplicates': post('/parties/duplicates', z.array(PartyMatch)),
  'parties.merge': post('/parties/:/merge', PartyMerge),
  'parties.undoMerge': post('/parties/merges/:/undo', UnmergedParties),
  'parties.history': get('/parties/:/history', z.array(RecordChange)),
  'deals.choices': get(
    '/deals/choices',
    z.object({ pipelines: z.array(Pipeline), lostReasons: texts, currency: z.string() }),
  ),
  'deals.list': get('/deals', DealPage),
  'deals.board': get('/deals/board', DealBoard),
  'deals.get': get('/deals/:', Deal),
  'deals.history': get('/deals/:/history', z.array(StageChange)),
  'deals.funnel': get('/deals/funnel', Funnel),
  'deals.create': post('/deals', Deal),
  'deals.update': patch('/deals/:', Deal),
  'leads.choices': get(
    '/leads/choices',
    z.object({ statuses: z.array(LeadStatus), sources: texts, rejectReasons: texts }),
  ),
  'leads.list': get('/leads', LeadPage),
  'leads.funnel': get('/leads/funnel', LeadFunnel),
  'leads.unattended': get('/leads/unattended', UnattendedPage),
  'leads.get': get('/leads/:', Lead),
  'leads.create': post('/leads', Lead),
  'leads.update': patch('/leads/:', Lead),
  'leads.convert': post('/leads/:/convert', ConversionAnswer),
  'leads.reject': post('/leads/:/reject', Lead, 'reason'),
  'tasks.list': get('/tasks', TaskPage),
  'tasks.get': get('/tasks/:', Task),
  'tasks.create': post('/tasks', Task),
  'tasks.update': patch('/tasks/:', Task),
  'tasks.reminders': get('/tasks/reminders', z.array(TaskReminder)),
  'tasks.snooze': post('/tasks/:/snooze', Task, 'until'),
  'tasks.acknowledge': post('/tasks/:/acknowledge', Task),
  'processes.definitions': get('/processes/definitions', z.array(ProcessDefinition)),
  'processes.list': get('/processes', ProcessPage),
  'processes.get': get('/processes/:', Process),
  'processes.start': post('/processes', Process),
  'processes.move': post('/processes/:/move', Process),
  'processes.update': patch('/processes/:', Process),
  'processes.answer': post('/processes/:/answers', Process),
  'processes.saveDefinition': put('/processes/definitions/:', ProcessDefinition),
  'processes.removeDefinition': remove('/processes/definitions/:'),
  'timeline.list': get('/timeline', TimelinePage),
  'timeline.create': post('/timeline', TimelineEntry),
  'timeline.message': post('/calls/:/message', Call, 'text'),
  'timeline.update': patch('/timeline/:', TimelineEntry),
  'shop.order': get('/shop/orders/:', Order),
  'shop.products': get('/shop/products', z.array(ProductLine), 'words'),
  'mail.list': get('/mail', LetterPage),
  'mail.send': post('/mail', Letter),
  'mail.file': post('/mail/:/files/:/link', FileLink),
  'documents.templates': get('/documents/templates', z.array(DocumentTemplate)),
  'documents.list': get('/documents', z.array(Document)),
  'documents.get': get('/documents/:', DocumentText),
  'documents.create': post('/documents', DocumentText),
  'documents.link': post('/documents/links', Document),
  'directory.lookup': get('/directory', z.nullable(DirectoryEntry), 'number'),
  'directory.draft': post('/directory/drafts', Party, 'number'),
  'views.list': get('/views', z.array(SavedView)),
  'views.create': post('/views', SavedView),
  'views.update': put('/views/:', SavedView),
  'views.remove': remove('/views/:'),
  'layouts.get': get('/layouts/:', CardLayout),
  'layouts.callerCard': get('/layouts/caller-card', CallerCardLayout),
  'dispositions.list': get('/dispositions', z.array(Disposition)),
  'scripts.list': get('/scripts', z.array(CallScript)),
  'recordings.link': post('/recordings/:/link', FileLink),
  'recordings.waveform': get('/recordings/:/waveform', Waveform),
  'recordings.remove': remove('/recordings/:'),
  'recordings.set': post('/calls/:/recording', Call, 'state'),
  'exports.calls': post('/exports/calls/link', FileLink),
  'routing.ofCall': get('/calls/:/route', CallRoute),
  'users.list': get(
    '/users',
    z.array(
      z.object({
        ...{ id: z.string(), name: z.string(), email: z.optional(z.string()) },
        ...{ extension: z.optional(z.string()), agentId: z.optional(z.string()) },
      }),
    ),
  ),
};

export interface CrmRequest {
  method: CrmRoute['method'];
  url: string;
  schema?: z.ZodMiniType;
  params?: object;
  data?: object;
}

/** The request of a method with these arguments; `undefined` of a method that there is not. */
export function crmRequest(method: string, args: readonly unknown[]): CrmRequest | undefined {
  const route = Object.hasOwn(CRM_ROUTES, method) ? CRM_ROUTES[method] : undefined;
  if (!route) return undefined;
  const rest = [...args];
  const url = route.url.replace(/:/g, () => encodeURIComponent(String(rest.shift())));
  const [last] = rest;
  const given = route.name === undefined ? last : { [route.name]: last };
  const { schema } = route;
  return {
    ...{ method: route.method, url },
    ...(schema ? { schema } : {}),
    ...(typeof given === 'object' && given !== null
      ? route.method === 'GET'
        ? { params: given }
        : { data: given }
      : {}),
  };
}
