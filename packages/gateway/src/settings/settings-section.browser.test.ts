import { expect } from '@open-wc/testing';

interface Section {
  load(): Promise<void>;
  save(): Promise<void>;
  clear(): void;
  isChanged(): boolean;
}
type Values = Record<string, unknown>;

/** Served to browsers as it stands, so it is loaded here as it stands. */
const MODULE = '/packages/gateway/public/admin/settings.js';
const { createSettings } = (await import(MODULE)) as { createSettings(page: object): Section };

const text = (title: string) => ({ type: 'string', title });
const SCHEMA = {
  required: ['company', 'recordings', 'doNotCall'],
  properties: {
    company: text('Company'),
    recordings: {
      title: 'Recordings',
      required: ['mode', 'keepDays'],
      properties: { mode: text('Record'), keepDays: { type: 'integer', title: 'Keep for, days' } },
    },
    doNotCall: { title: 'Never called back', items: { type: 'string' } },
  },
};
const START = {
  company: 'Boots',
  recordings: { mode: 'button', keepDays: 90 },
  doNotCall: ['+380501112233'],
};

describe('the settings at /admin', () => {
  let stored: { settings: Values; version: number };
  let section: Section;
  /** Called before the gateway answers. */
  let meanwhile: () => void;

  const ask = async (method: string, path: string, body?: typeof stored) => {
    if (path === '/settings/schema') return SCHEMA;
    meanwhile();
    if (method === 'GET') return structuredClone(stored);
    if (body!.version !== stored.version)
      throw Object.assign(new Error('Changed meanwhile.'), { problem: { code: 'conflict' } });
    if (body!.settings['company'] === '')
      throw Object.assign(new Error('Wrong.'), {
        problem: { code: 'invalid', fields: { 'settings.company': 'must not be empty' } },
      });
    stored = { settings: structuredClone(body!.settings), version: stored.version + 1 };
    return structuredClone(stored);
  };
  const field = (title: string): HTMLInputElement => {
    const label = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === title);
    return document.getElementById(label!.htmlFor) as HTMLInputElement;
  };
  const type = (title: string, value: string) => {
    field(title).value = value;
    field(title).dispatchEvent(new Event('input', { bubbles: true }));
  };
  const another = (change: Values) =>
    (stored = { settings: { ...stored.settings, ...change }, version: stored.version + 1 });
  const save = () => section.save().catch((error: Error) => error.message);

  beforeEach(async () => {
    document.body.innerHTML = '<form id="settings"><div id="fields"></div></form>';
    stored = { settings: structuredClone(START), version: 1 };
    meanwhile = () => undefined;
    section = createSettings({ ask });
    await section.load();
  });
  afterEach(() => document.body.replaceChildren());

  it('are saved again and again', async () => {
    expect(section.isChanged()).to.equal(false);
    for (const company of ['Shoes', 'Slippers']) {
      type('Company', company);
      expect(section.isChanged()).to.equal(true);
      await save();
      expect([stored.settings, section.isChanged()]).to.deep.equal([{ ...START, company }, false]);
    }
  });

  it('are saved beside what somebody else has changed meanwhile, and both are shown', async () => {
    another({ doNotCall: ['+380501112233', '+380671112233'], recordings: { mode: 'all', keepDays: 90 } });
    type('Company', 'Shoes');
    type('Keep for, days', '30');
    expect(await save()).to.equal(undefined);
    expect(stored.settings).to.deep.equal({
      company: 'Shoes',
      recordings: { mode: 'all', keepDays: 30 },
      doNotCall: ['+380501112233', '+380671112233'],
    });
    expect([field('Record').value, field('Keep for, days').value]).to.deep.equal(['all', '30']);
  });

  it('ask where both have changed the same, and keep what was typed; saved once more, it wins', async () => {
    another({ company: 'Theirs', recordings: { mode: 'off', keepDays: 90 } });
    type('Company', 'Mine');
    expect(await save()).to.match(
      /the same meanwhile: Company\. What you typed is still here, and not saved/,
    );
    expect([stored.settings['company'], section.isChanged()]).to.deep.equal(['Theirs', true]);
    expect([field('Company').value, field('Record').value]).to.deep.equal(['Mine', 'off']);
    expect(await save()).to.equal(undefined);
    expect(stored.settings).to.deep.equal({
      ...START,
      company: 'Mine',
      recordings: { mode: 'off', keepDays: 90 },
    });
  });

  it('show what is refused at its field after that, too', async () => {
    another({ doNotCall: [] });
    type('Company', '');
    expect(await save()).to.equal('Wrong.');
    expect(document.activeElement).to.equal(field('Company'));
    expect(field('Company').getAttribute('aria-invalid')).to.equal('true');
    expect(section.isChanged()).to.equal(true);
  });

  it('are not saved yet where something is typed while they are', async () => {
    type('Company', 'Shoes');
    meanwhile = () => type('Record', 'all');
    await save();
    expect([stored.settings['recordings'], section.isChanged()]).to.deep.equal([START.recordings, true]);
  });

  it('leave nothing behind for whoever may not see them', () => {
    type('Company', 'Shoes');
    section.clear();
    expect([document.getElementById('fields')!.childElementCount, section.isChanged()]).to.deep.equal([
      0,
      false,
    ]);
  });
});
