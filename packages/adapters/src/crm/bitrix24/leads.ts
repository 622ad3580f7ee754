/** Leads. */
import type { Lead, LeadInput } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { LeadsGroup, ReadOptions, WriteOptions } from '../contract.ts';
import { type Base, getItem, listItems, noSuch, ORIGINATOR } from './base.ts';
import { createConvert } from './convert.ts';
import { manifest } from './manifest.ts';
import { emailField, ENTITIES, type Item, nameFields, phoneField, readId, toLead } from './map.ts';

const { typeId: entityTypeId } = ENTITIES.lead;

export function createLeads(base: Base): Omit<Required<LeadsGroup>, 'search' | 'steps'> {
  const { api, leadStatuses } = base;
  const map = async (item: Item, options?: ReadOptions): Promise<Lead> =>
    toLead(item, { ...base.mapContext(), statuses: await leadStatuses(options) });
  const get = async (id: string, options?: ReadOptions): Promise<Lead | undefined> => {
    const number = readId(id);
    const item = number === undefined ? undefined : await getItem(base, 'lead', number, options);
    return item && map(item, options);
  };
  const mustGet = async (id: string) => (await get(id)) ?? Promise.reject(noSuch('lead'));

  function create(input: LeadInput, options: WriteOptions): Promise<Lead> {
    const originId = `${options.actor}:${options.idempotencyKey}`;
    const fields = {
      ...nameFields('lead', input.name),
      title: input.title,
      fm: [...input.phones.map(phoneField), ...(input.email === undefined ? [] : [emailField(input.email)])],
      assignedById: Number(input.responsibleId ?? base.userOf(options)),
      sourceId: 'CALL',
      ...(input.source === undefined ? {} : { sourceDescription: input.source }),
      ...(input.comment === undefined ? {} : { comments: input.comment }),
      ...input.custom,
      opened: 'Y',
      originatorId: ORIGINATOR,
      originId,
    };
    return base.once({
      key: `lead.create:${originId}`,
      async work() {
        const answer = await api.write('crm.item.add', { entityTypeId, fields }, options);
        const { item } = z.object({ item: z.looseObject({ id: z.coerce.number() }) }).parse(answer);
        return { id: String(item.id), result: await mustGet(String(item.id)) };
      },
      async find() {
        const filter = { '=originatorId': ORIGINATOR, '=originId': originId };
        const [item] = (await listItems(base, { entity: 'lead', filter, limit: 1 })).items;
        return item && { id: String(item.id), result: await map(item) };
      },
      recall: mustGet,
    });
  }

  return {
    statuses: async (options) => structuredClone(await leadStatuses(options)),
    async list({ cursor, limit, responsibleId, open }, options) {
      const filter = {
        ...(responsibleId === undefined ? {} : { assignedById: Number(responsibleId) }),
        ...(open ? { stageSemanticId: 'P' } : {}),
      };
      const page = await listItems(base, { entity: 'lead', filter, cursor, limit }, options);
      return { ...page, items: await Promise.all(page.items.map((item) => map(item, options))) };
    },
    get,
    create,
    convert: createConvert(base, mustGet),
    async update(id, { title, statusId, rejectReason, responsibleId, custom }, options) {
      await mustGet(id);
      const statuses = await leadStatuses();
      if (statusId !== undefined && !statuses.some((status) => status.id === statusId)) {
        throw new AdapterError(manifest.id, 'invalid', `Bitrix24 has no status of leads ${statusId}.`, {
          hint: 'Choose another; the list may have been changed meanwhile.',
        });
      }
      const fields = {
        ...(title === undefined ? {} : { title }),
        ...(statusId === undefined ? {} : { stageId: statusId }),
        ...(rejectReason === undefined ? {} : { statusDescription: rejectReason }),
        ...(responsibleId === undefined ? {} : { assignedById: Number(responsibleId) }),
        ...custom,
      };
      return base.once({
        key: `lead.update:${id}:${options.actor}:${options.idempotencyKey}`,
        async work() {
          await api.write(
            'crm.item.update',
            { entityTypeId, id: Number(id), fields },
            { ...options, repeatable: true },
          );
          return { id: '', result: await mustGet(id) };
        },
        find: async () => undefined,
        recall: () => mustGet(id),
      });
    },
  };
}
