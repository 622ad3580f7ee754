/** The simulated 1C is held to its administrator's guide and to what was recorded on a live base. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { phoneRow } from './phones.ts';
import { createSimulatedOnec, type SimulatedOnec } from './simulator.ts';

interface Documented {
  source: string;
  path: string;
  found?: string[];
  status?: number;
  code?: string;
}
interface Probed {
  source: string;
  patch: Record<string, unknown>;
  status: number;
  code?: string;
  reads?: Record<string, unknown>;
}

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')) as T;
const settings = { url: 'https://1c.example/unf', user: 'Рингбек', password: 'пароль', timeZone: 'UTC' };
const root = `${settings.url}/odata/standard.odata/`;
const login = `Basic ${Buffer.from(`${settings.user}:${settings.password}`, 'utf8').toString('base64')}`;

interface Answered {
  status: number;
  body: Record<string, unknown> & { value?: Record<string, unknown>[]; 'odata.error'?: { code: string } };
}

async function rig() {
  const clock = createVirtualClock();
  const onec: SimulatedOnec = createSimulatedOnec(settings, clock);
  const ask = async (path: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await clock.run(() =>
      onec.http(encodeURI(root + path), {
        ...init,
        headers: { authorization: login, accept: 'application/json', ...init.headers },
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answered['body'],
    };
  };
  const firm = onec.base.put('Catalog_Контрагенты', {
    ...{ Description: 'ООО Ромашка', Покупатель: true, ИНН: '7700000000' },
    КонтактнаяИнформация: [phoneRow('+79161234567', '00000000-0000-0000-0000-000000000000', true)],
  });
  const person = onec.base.put('Catalog_Контрагенты', { Description: 'Иванов', ИНН: '770000000001' });
  onec.base.put('Catalog_КонтактныеЛица', {
    ...{
      Description: 'Петрова',
      ОбъектВладелец: firm['Ref_Key'],
      ОбъектВладелец_Type: 'StandardODATA.Catalog_Контрагенты',
    },
  });
  return { clock, onec, ask, firm: String(firm['Ref_Key']), person: String(person['Ref_Key']) };
}

describe('the simulated 1C answers what the guide shows', () => {
  for (const { source, path, found, status = 200, code } of fixture<Documented[]>('guide.json')) {
    it(source, async () => {
      const { ask, firm } = await rig();
      const answer = await ask(path.replace('{ромашка}', firm));
      expect(answer.status).toBe(status);
      if (found) expect(answer.body.value?.map((row) => row['Description'])).toEqual(found);
      if (code) expect(answer.body['odata.error']?.code).toBe(code);
    });
  }

  it('17.4.13.1.2: POST answers 201 with the whole object and its address; unknown fields are ignored', async () => {
    const { ask, clock, onec } = await rig();
    const made = await ask('Catalog_Контрагенты', {
      method: 'POST',
      body: JSON.stringify({ Description: 'Шлепанцы', НетТакого: 1 }),
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      Description: 'Шлепанцы',
      DeletionMark: false,
      DataVersion: 'AAAAAAAAAAA=',
    });
    expect(made.body).not.toHaveProperty('НетТакого');
    const raw = await clock.run(() =>
      onec.http(encodeURI(`${root}Catalog_Контрагенты`), {
        ...{ method: 'POST', body: '{}' },
        headers: { authorization: login, accept: 'application/json' },
      }),
    );
    expect(Buffer.from(raw.headers.get('location') ?? '', 'latin1').toString('utf8')).toMatch(
      /Catalog_Контрагенты\(guid'[0-9a-f-]{36}'\)$/,
    );
  });

  it('17.4.2: without $format or Accept the answer is Atom', async () => {
    const { onec, clock } = await rig();
    const answer = await clock.run(() =>
      onec.http(encodeURI(`${root}Catalog_Контрагенты`), {
        headers: { authorization: login, accept: '*/*' },
      }),
    );
    expect(answer.headers.get('content-type')).toContain('atom');
  });

  it('refuses $batch, a wrong password, and a query that IIS would not let through', async () => {
    const { ask } = await rig();
    expect((await ask('$batch', { method: 'POST' })).status).toBe(501);
    expect((await ask('Catalog_Контрагенты', { headers: { authorization: 'Basic eDp5' } })).status).toBe(401);
    expect((await ask(`Catalog_Контрагенты?$filter=Description eq '${'ю'.repeat(400)}'`)).status).toBe(404);
  });
});

describe('the simulated 1C behaves as the live base that was probed', () => {
  for (const { source, patch, status, code, reads } of fixture<Probed[]>('probes.json')) {
    it(source, async () => {
      const { ask, person } = await rig();
      const answer = await ask(`Catalog_Контрагенты(guid'${person}')`, {
        method: 'PATCH',
        body: JSON.stringify(patch),
      });
      expect(answer.status).toBe(status);
      if (code) expect(answer.body['odata.error']?.code).toBe(code);
      const { body } = await ask(`Catalog_Контрагенты(guid'${person}')`);
      if (status === 200) expect(answer.body).toMatchObject(reads ?? {});
      if (reads) expect(body).toMatchObject(reads);
      else expect(body).toMatchObject({ Description: 'Иванов', DataVersion: 'AAAAAAAAAAA=' });
    });
  }

  it('P9-6: PATCH replaces the whole tabular part; numbers of lines come as texts', async () => {
    const { ask, firm } = await rig();
    const rows = [1, 2].map((LineNumber) => ({
      LineNumber,
      Тип: 'Телефон',
      Представление: `+7${LineNumber}`,
    }));
    const two = await ask(`Catalog_Контрагенты(guid'${firm}')`, {
      method: 'PATCH',
      body: JSON.stringify({ КонтактнаяИнформация: rows }),
    });
    expect(two.body['КонтактнаяИнформация']).toMatchObject([{ LineNumber: '1' }, { LineNumber: '2' }]);
    const one = await ask(`Catalog_Контрагенты(guid'${firm}')`, {
      method: 'PATCH',
      body: JSON.stringify({ КонтактнаяИнформация: rows.slice(0, 1) }),
    });
    expect(one.body['КонтактнаяИнформация']).toHaveLength(1);
  });

  it('P8 §4: If-Match with a stale version is ignored', async () => {
    const { ask, person } = await rig();
    const answer = await ask(`Catalog_Контрагенты(guid'${person}')`, {
      ...{ method: 'PATCH', body: JSON.stringify({ Description: 'Да' }) },
      headers: { 'if-match': 'AAAAAAAAAAk=' },
    });
    expect([answer.status, answer.body['Description']]).toEqual([200, 'Да']);
  });
});
