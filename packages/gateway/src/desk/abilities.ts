/** Which methods of `Backend` this agent has, with these systems of record: what is not there is absent in his page as well. */
import type { Crm } from '@ringback/adapters';
import { type Agent, may, type Permission } from '@ringback/model';

type Has = (crm: Crm) => unknown;
const always: Has = () => true;

/** What the PBX can do for customers beyond calls, and is allowed to. */
export interface PbxHas {
  messages: boolean;
  records: boolean;
  /** Ringback decides where its calls ring. */
  routed: boolean;
}

/** Permission, what the systems must have, and the methods that come of both. */
const ABILITIES: readonly (readonly [Permission, Has, readonly string[]])[] = [
  ['parties.read', ({ parties }) => parties, ['parties.get', 'parties.duplicates', 'parties.history']],
  ['parties.read', ({ parties }) => parties?.list ?? parties?.search, ['parties.list']],
  ['parties.write', ({ parties }) => parties?.merge, ['parties.merge']],
  ['parties.write', ({ parties }) => parties?.unmerge, ['parties.undoMerge']],
  ['crm.read', ({ deals }) => deals, ['deals.choices', 'deals.list', 'deals.board', 'deals.get']],
  ['crm.read', ({ deals }) => deals?.history, ['deals.history']],
  ['crm.read', ({ deals }) => deals?.steps && deals.search, ['deals.funnel']],
  ['crm.write', ({ deals }) => deals?.create, ['deals.create', 'deals.update']],
  ['crm.read', ({ leads }) => leads, ['leads.choices', 'leads.list', 'leads.unattended', 'leads.get']],
  ['crm.read', ({ leads }) => leads?.search, ['leads.funnel']],
  ['crm.write', ({ leads }) => leads?.create, ['leads.create']],
  ['crm.write', ({ leads }) => leads?.update, ['leads.update', 'leads.reject']],
  ['crm.write', ({ leads }) => leads?.convert, ['leads.convert']],
  [
    'crm.read',
    ({ tasks }) => tasks,
    ['tasks.list', 'tasks.get', 'tasks.reminders', 'tasks.snooze', 'tasks.acknowledge'],
  ],
  ['crm.write', ({ tasks }) => tasks?.create, ['tasks.create', 'tasks.update']],
  ['crm.read', always, ['processes.definitions', 'processes.list', 'processes.get']],
  ['crm.write', always, ['processes.start', 'processes.move', 'processes.update', 'processes.answer']],
  ['processes.manage', always, ['processes.saveDefinition', 'processes.removeDefinition']],
  ['crm.read', always, ['timeline.list']],
  ['crm.write', always, ['timeline.create', 'timeline.update']],
  ['crm.read', ({ shop }) => shop, ['shop.order']],
  ['crm.read', ({ shop }) => shop?.products, ['shop.products']],
  ['mail.use', ({ mail }) => mail, ['mail.list', 'mail.send']],
  ['mail.use', ({ mail }) => mail?.file, ['mail.file']],
  ['crm.read', always, ['documents.templates', 'documents.list', 'documents.get']],
  ['crm.write', always, ['documents.create', 'documents.link']],
  ['parties.read', ({ directory }) => directory, ['directory.lookup']],
  [
    'parties.write',
    ({ directory, parties, manifest }) =>
      directory && parties?.create && manifest.writes?.party?.includes('draft'),
    ['directory.draft'],
  ],
  [
    'parties.read',
    always,
    ['layouts.get', 'layouts.callerCard', 'dispositions.list', 'scripts.list', 'users.list'],
  ],
  ['recordings.own', always, ['recordings.link', 'recordings.waveform']],
  ['recordings.delete', always, ['recordings.remove']],
  ['calls.export', always, ['exports.calls']],
  ['calls.own', always, ['views.list', 'views.create', 'views.update', 'views.remove']],
];

/** Not among the names: older pages have `parties.create` anyway, and would ask for what is named in the way of all the others. */
export function writesParties(agent: Agent, { parties }: Crm): boolean {
  return may(agent, 'parties.write') && parties?.create !== undefined && parties.update !== undefined;
}

export function abilitiesOf(agent: Agent, crm: Crm, pbx: PbxHas): string[] {
  const ofCrm = ABILITIES.flatMap(([permission, has, methods]) =>
    may(agent, permission) && has(crm) ? methods : [],
  );
  const read = [...ofCrm, ...(pbx.routed && may(agent, 'calls.own') ? ['routing.ofCall'] : [])];
  if (!may(agent, 'calls.dial')) return read;
  return [
    ...read,
    ...(pbx.messages ? ['timeline.message'] : []),
    ...(pbx.records && may(agent, 'recordings.own') ? ['recordings.set'] : []),
  ];
}
