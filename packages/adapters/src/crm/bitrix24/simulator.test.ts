/** The simulator is held to the vendor's own examples: to the same request it gives an answer of the same shape. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differences } from '../../testing/differences.ts';
import { createVirtualClock } from '../../testing/index.ts';
import { createPortal } from './simulator.ts';

interface Documented {
  source: string;
  method: string;
  params: Record<string, unknown>;
  status: number;
  body: Record<string, unknown>;
}

const documented = JSON.parse(
  readFileSync(new URL('./fixtures/documented.json', import.meta.url), 'utf8'),
) as Documented[];

/** A portal with what the examples speak of. */
async function portalOfTheExamples() {
  const clock = createVirtualClock();
  const client = { id: 'local.1', secret: 'secret', refreshToken: 'first' };
  const portal = createPortal({ clock, webhookSecret: 'hook', client });
  const post = (path: string, body: object | URLSearchParams) =>
    clock.run(() =>
      portal.http(`https://firm.bitrix24.ua/${path}`, {
        method: 'POST',
        ...(body instanceof URLSearchParams
          ? { body }
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    );
  const token = await post(
    'oauth/token/',
    new URLSearchParams({
      client_id: 'local.1',
      client_secret: 'secret',
      refresh_token: 'first',
      grant_type: 'refresh_token',
    }),
  );
  const { access_token: auth } = (await token.json()) as { access_token: string };
  const ask = async (method: string, params: object) => {
    const answer = await post(`rest/${method}.json`, { ...params, auth });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  for (const number of ['8976543', '11223355']) {
    await ask('crm.item.add', {
      entityTypeId: 3,
      fields: { name: 'A', fm: [{ typeId: 'PHONE', valueType: 'WORK', value: number }] },
    });
  }
  await ask('crm.item.add', {
    entityTypeId: 1,
    fields: { title: 'Lead #253', name: 'Admin', opportunity: 19000 },
  });
  return { ask, portal };
}

describe('the simulated portal answers as documented', () => {
  for (const { source, method, params, status, body } of documented) {
    it(`${method}: ${source}, status ${status}`, async () => {
      const { ask, portal } = await portalOfTheExamples();
      if (method === 'crm.stagehistory.list') {
        const { body: made } = await ask('crm.item.add', { entityTypeId: 2, fields: { title: 'Deal' } });
        params.filter = { OWNER_ID: (made as { result: { item: { id: number } } }).result.item.id };
      }
      if (method === 'crm.activity.list') {
        const example = documented.find((one) => one.method === 'crm.activity.add');
        await ask('crm.activity.add', example?.params ?? {});
      }
      if (method === 'crm.entity.mergeBatch') {
        const merged = params.params as { entityIds: unknown[] };
        const contacts = [...portal.state.items[3].keys()];
        merged.entityIds = merged.entityIds.map((_name, index) => contacts[index]);
      }
      if (method.startsWith('crm.requisite.')) {
        const [ENTITY_ID] = portal.state.items[3].keys();
        const fields = { ENTITY_TYPE_ID: 3, ENTITY_ID, PRESET_ID: 1, NAME: 'Organization' };
        const { body: made } = await ask('crm.requisite.add', { fields });
        if (params.id === '$requisite') params.id = made.result;
        const asked = params.fields as Record<string, unknown> | undefined;
        if (asked?.ENTITY_ID === '$contact') asked.ENTITY_ID = ENTITY_ID;
      }
      if (params.CALL_ID === '$registered') {
        const example = documented.find((one) => one.method === 'telephony.externalCall.register');
        await ask('telephony.externalCall.register', {
          ...example?.params,
          CALL_START_DATE: '2026-03-10T10:46:19Z',
        });
        params.CALL_ID = portal.state.calls[0]?.callId;
      }
      const answer = await ask(method, params);
      expect(answer.status).toBe(status);
      expect(differences(body, answer.body, '')).toEqual([]);
      if (typeof body.error === 'string') expect(answer.body).toMatchObject(body);
      if (status === 200) {
        expect(answer.body).toMatchObject({
          time: { operating: expect.any(Number), operating_reset_at: expect.any(Number) },
        });
      }
    });
  }

  it('and refuses as documented: limits.md, settings/how-to-call-rest-api', async () => {
    const { ask } = await portalOfTheExamples();
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask('scope', {})));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.body).toMatchObject({ error: 'QUERY_LIMIT_EXCEEDED' });
  });
});
