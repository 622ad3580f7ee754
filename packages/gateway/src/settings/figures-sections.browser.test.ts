/** "Calls in numbers" and "Spending" at /admin. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

const ADMIN = '/packages/gateway/public/admin';
interface Section {
  load(): Promise<void>;
}
type Create = (page: object) => Section;

/** Served to browsers as they stand, so they are loaded here as they stand. */
const load = async (name: string, create: string): Promise<Create> =>
  ((await import(`${ADMIN}/${name}.js`)) as Record<string, Create>)[create]!;
const createNumbers = await load('numbers', 'createNumbers');
const createSpending = await load('spending', 'createSpending');
const { toCsv } = (await import(`${ADMIN}/table.js`)) as { toCsv(tables: object[]): string };
const page = new DOMParser().parseFromString(await (await fetch(`${ADMIN}/admin.html`)).text(), 'text/html');

let asked: string[];
let answer: unknown;
let told: string;
/** What the work of the last press comes to. */
let work: Promise<void>;

const ask = (_method: string, path: string) => {
  asked.push(path);
  return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(structuredClone(answer));
};
const busy = (_where: HTMLElement, job: () => Promise<void>) => {
  work = job().catch((error: Error) => void (told = error.message));
  return work;
};
const byId = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T;
const field = (title: string) => {
  const label = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === title);
  return document.getElementById(label!.htmlFor) as HTMLInputElement;
};
const rows = (part: string) =>
  [...byId(`${part}-tables`).querySelectorAll('tr')].map((row) =>
    [...row.cells].map(({ textContent }) => textContent!.trim()),
  );
const show = async (part: string) => {
  byId<HTMLFormElement>(`${part}-form`).requestSubmit();
  await work;
};
async function open(id: string, create: Create, may: string[] = []): Promise<HTMLElement> {
  const section = page.getElementById(id)!.cloneNode(true) as HTMLElement;
  section.hidden = false;
  document.body.replaceChildren(section);
  await create({ ask, busy, may: (right: string) => may.includes(right) }).load();
  return section;
}
beforeEach(() => {
  [asked, answer, told] = [[], undefined, ''];
});
afterEach(() => document.body.replaceChildren());

const NONE = {
  ...{ inbound: { answered: 0, abandoned: 0, unanswered: 0 }, outbound: { answered: 0, unanswered: 0 } },
  ...{ internal: 0, takenOver: 0, talkSeconds: 0 },
};
const SOME = {
  inbound: { answered: 5, abandoned: 1, unanswered: 2, waitSeconds: 9 },
  ...{ outbound: { answered: 3, unanswered: 1 }, internal: 4, takenOver: 1, talkSeconds: 3725 },
};
const period = { from: '2026-02-24', to: '2026-03-02', timeZone: 'Europe/Kyiv' };

describe('Calls in numbers at /admin', () => {
  it('are shown day by day at first, with all together, and can be taken along', async () => {
    answer = {
      ...{ ...period, by: 'day', total: SOME, callbacks: { kept: 7, broken: 2 } },
      rows: [
        { id: '2026-03-01', ...NONE },
        { id: '2026-03-02', ...SOME },
      ],
    };
    const section = await open('numbers', createNumbers);
    expect(asked).to.deep.equal(['/statistics/calls?by=day']);
    const [heads, ...figures] = rows('numbers');
    expect(heads?.slice(0, 3)).to.deep.equal(['Day', 'In: answered', 'In: gave up']);
    const some = ['5', '1', '2', '9', '3', '1', '4', '1', '1:02:05'];
    expect(figures).to.deep.equal([
      ['2026-03-01', '0', '0', '0', '–', '0', '0', '0', '0', '0:00:00'],
      ['2026-03-02', ...some],
      ['All', ...some],
    ]);
    expect(byId('numbers-state').textContent).to.equal(
      '2026-02-24 to 2026-03-02. 8 came in, 3 of them missed. Promises to call back: 7 kept, 2 broken. Days begin at midnight in Europe/Kyiv.',
    );
    expect([field('From').value, field('To, included').value]).to.deep.equal(['2026-02-24', '2026-03-02']);
    await expect(section).to.be.accessible();
    const file = byId<HTMLAnchorElement>('numbers-download');
    expect([file.hidden, file.download]).to.deep.equal([false, 'numbers 2026-02-24 2026-03-02.csv']);
    const lines = (await (await fetch(file.href)).text()).split('\r\n');
    expect(lines[2]).to.equal('2026-03-02,5,1,2,9,3,1,4,1,1:02:05');
  });

  it('are asked for by the keyboard, of other days and by something else', async () => {
    answer = { ...period, by: 'day', rows: [], total: NONE };
    await open('numbers', createNumbers);
    field('From').value = '2026-03-02';
    field('To, included').value = '2026-03-02';
    field('A row for each').value = 'kind';
    answer = {
      ...{ from: '2026-03-02', to: '2026-03-02', timeZone: 'UTC', by: 'kind', total: SOME },
      rows: [
        { id: 'soft', ...SOME },
        { id: '', ...NONE },
      ],
    };
    byId('numbers-form').querySelector('button')!.focus();
    await sendKeys({ press: 'Enter' });
    await work;
    expect(asked.at(-1)).to.equal('/statistics/calls?from=2026-03-02&to=2026-03-02&by=kind');
    expect(rows('numbers').map(([what]) => what)).to.deep.equal(['Phone', 'Browser', 'Not known', 'All']);
    expect(byId('numbers-state').textContent).to.match(/^2026-03-02\. 8 came in/);
    expect(field('A row for each').value).to.equal('kind');
  });

  it('are told person by person to whoever sees their calls', async () => {
    answer = { ...period, by: 'day', rows: [], total: NONE };
    const choices = () =>
      [...(field('A row for each') as unknown as HTMLSelectElement).options].map((one) => one.value);
    await open('numbers', createNumbers, ['statistics.read']);
    expect(choices()).to.not.include('agent');
    await open('numbers', createNumbers, ['statistics.read', 'calls.group']);
    expect(choices()).to.include('agent');
    expect(byId('numbers-state').textContent).to.contain('the people whose groups you head');
  });

  it('say that there was no call, and offer no file', async () => {
    answer = { ...period, by: 'day', rows: [{ id: '2026-03-02', ...NONE }], total: NONE };
    const section = await open('numbers', createNumbers);
    expect(byId('numbers-state').textContent).to.contain('There was no call.');
    expect([rows('numbers').length, byId('numbers-download').hidden]).to.deep.equal([0, true]);
    await expect(section).to.be.accessible();
  });

  it('say at its field which day is wrong; what was chosen and shown stays', async () => {
    answer = { ...period, by: 'day', rows: [{ id: '2026-03-02', ...SOME }], total: SOME };
    await open('numbers', createNumbers);
    field('From').value = '2020-01-01';
    answer = Object.assign(new Error('These days cannot be counted.'), {
      problem: { fields: { from: 'must be at most 366 days before the last one, both counted' } },
    });
    await show('numbers');
    expect(told).to.equal('These days cannot be counted.');
    const from = field('From');
    expect([from.value, from.ariaInvalid, document.activeElement]).to.deep.equal([
      '2020-01-01',
      'true',
      from,
    ]);
    expect(from.closest('.field')!.querySelector('.error')!.textContent).to.match(/^must be at most 366/);
    expect(rows('numbers')).to.have.length(3);
  });

  it('go into a file as what they are: no spreadsheet runs what stands in somebody’s link', () => {
    const table = {
      title: '',
      heads: ['Campaign', 'In'],
      rows: [
        ['=1+1', 3],
        ['a, "b"', 0],
      ],
      total: ['All', 3],
    };
    expect(toCsv([table, { title: '', heads: ['x'], rows: [] }])).to.equal(
      'Campaign,In\r\n\'=1+1,3\r\n"a, ""b""",0\r\nAll,3\r\n\r\nx\r\n',
    );
  });
});

describe('Spending at /admin', () => {
  const costs = {
    ...{ ...period, rated: true, today: 6.8, ceiling: 10, left: 3.2, total: 7.8 },
    days: [
      { day: '2026-03-01', cost: 1 },
      { day: '2026-03-02', cost: 6.8 },
    ],
    agents: [
      { cost: 4, today: 4 },
      { id: 'olena', name: 'Olena', cost: 3.8, today: 2.8, ceiling: 2, left: 0 },
    ],
  };

  it('is told by day and by colleague, with what is left of today', async () => {
    answer = costs;
    const section = await open('spending', createSpending);
    expect(asked).to.deep.equal(['/finance/calls']);
    expect(byId('spending-state').textContent).to.contain('All together: 7.8. Today: 6.8 of 10, 3.2 left.');
    expect(rows('spending')).to.deep.equal([
      ['Day', 'Cost'],
      ['2026-03-01', '1'],
      ['2026-03-02', '6.8'],
      ['All', '7.8'],
      ['Colleague', 'Cost', 'Today', 'Ceiling of a day', 'Left today'],
      ['Nobody’s', '4', '4', '–', '–'],
      ['Olena', '3.8', '2.8', '2', '0'],
    ]);
    await expect(section).to.be.accessible();
    field('From').value = '2026-03-01';
    await show('spending');
    expect(asked.at(-1)).to.equal('/finance/calls?from=2026-03-01&to=2026-03-02');
  });

  it('without a ceiling says so; without rates, why all is free', async () => {
    const { ceiling: _, left: __, ...endless } = costs;
    answer = endless;
    await open('spending', createSpending);
    expect(byId('spending-state').textContent).to.contain('Today: 6.8, and there is no ceiling.');
    answer = {
      ...period,
      rated: false,
      today: 0,
      total: 0,
      days: [{ day: '2026-03-02', cost: 0 }],
      agents: [],
    };
    const section = await open('spending', createSpending);
    expect(byId('spending-state').textContent).to.match(/There are no rates.*No call has cost anything\./);
    expect(rows('spending')).to.deep.equal([]);
    await expect(section).to.be.accessible();
  });
});
