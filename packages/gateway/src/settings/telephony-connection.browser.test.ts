import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';

const ADMIN = '/packages/gateway/public/admin';
const KEPT = '••••••••';
type Call = { method: string; path: string; body?: unknown };

/** Served to browsers as it stands, so it is loaded here as it stands. */
const TELEPHONY = `${ADMIN}/telephony.js`;
const { createTelephony } = (await import(TELEPHONY)) as {
  createTelephony(page: object): { load(): Promise<void> };
};
const page = new DOMParser().parseFromString(await (await fetch(`${ADMIN}/admin.html`)).text(), 'text/html');
const styles = document.createElement('link');
styles.rel = 'stylesheet';
styles.href = `${ADMIN}/admin.css`;

const text = (title: string, more: object = {}) => ({
  type: 'string',
  title,
  description: `${title}.`,
  ...more,
});
/** As the gateway makes it of the adapter's own. */
const SCHEMA = {
  required: ['ariUrl', 'user', 'password', 'sipServers'],
  properties: {
    ariUrl: text('Address of ARI'),
    user: text('User'),
    password: text('Password', { format: 'password' }),
    app: text('Application', { default: 'ringback' }),
    sipServers: { type: 'array', title: 'Where browsers register', items: { type: 'string' } },
    ami: {
      ...{ type: 'object', title: 'Manager interface', description: 'Tells of failed logins.' },
      required: ['user', 'password'],
      properties: {
        host: text('Host'),
        port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535 },
        user: text('Its user'),
        password: text('Its password', { format: 'password' }),
      },
    },
  },
};
const NONE = {
  ...{ system: 'asterisk', name: 'Asterisk', editable: true, connected: false, up: false, employees: false },
  ...{ settings: {}, schema: SCHEMA },
};
const SETTINGS = {
  ...{ ariUrl: 'http://127.0.0.1:8088/ari', user: 'ringback', password: KEPT, app: 'ringback' },
  ...{ sipServers: ['wss://pbx.example:8089/ws'], ami: { user: 'ringback', password: KEPT } },
};
const CONNECTED = { ...NONE, connected: true, up: true, settings: SETTINGS };

let asked: Call[];
let answers: Record<string, unknown>;
let told: { status: string; alert: string };
const ask = async (method: string, path: string, body?: unknown) => {
  asked.push({ method, path, ...(body === undefined ? {} : { body }) });
  const answer = answers[`${method} ${path}`];
  if (answer instanceof Error) throw answer;
  return structuredClone(answer);
};
const busy = async (_where: HTMLElement, work: () => Promise<void>) => {
  await work().catch((error: Error) => (told = { status: '', alert: error.message }));
};
const tell = (status = '', alert = '') => (told = { status, alert });

const byId = (id: string) => document.getElementById(id)!;
const field = (title: string) => {
  const label = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === title);
  return document.getElementById(label!.htmlFor) as HTMLInputElement;
};
const settled = async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};

async function open(connection: object): Promise<HTMLElement> {
  answers['GET /pbx/connection'] = connection;
  const section = page.getElementById('telephony')!.cloneNode(true) as HTMLElement;
  section.hidden = false;
  const main = document.createElement('main');
  main.append(section);
  document.body.replaceChildren(main);
  await createTelephony({ ask, busy, tell }).load();
  return section;
}

beforeEach(async () => {
  [asked, answers, told] = [[], {}, { status: '', alert: '' }];
  const loaded = new Promise((resolve) => styles.addEventListener('load', resolve, { once: true }));
  document.head.append(styles);
  await loaded;
});
afterEach(() => {
  styles.remove();
  document.body.replaceChildren();
});

describe('The connection with Asterisk at /admin', () => {
  it('is put in by the keyboard; what is left empty is no setting, and what only MANGO has is not there', async () => {
    const section = await open(NONE);
    expect(byId('telephony-state').textContent).to.equal('Asterisk is not connected yet.');
    for (const id of ['telephony-webhook', 'telephony-employees', 'telephony-remove'])
      expect(byId(id).hidden, id).to.equal(true);
    await expect(section).to.be.accessible();
    field('Address of ARI').focus();
    await sendKeys({ type: SETTINGS.ariUrl });
    field('User').value = 'ringback';
    field('Password').focus();
    await sendKeys({ type: 'secret' });
    expect(field('Password').type).to.equal('password');
    answers['PUT /pbx/connection'] = CONNECTED;
    await sendKeys({ press: 'Enter' });
    await settled();
    const { app, ariUrl, user } = SETTINGS;
    const settings = { ariUrl, user, password: 'secret', app, sipServers: [] };
    expect(asked).to.deep.include({ method: 'PUT', path: '/pbx/connection', body: { settings } });
    expect(told.status).to.equal('Saved, and in force from now on.');
    expect(byId('telephony-state').textContent).to.equal('Asterisk is connected.');
    expect(document.body.innerHTML).not.to.include('secret');
  });

  it('comes back without its secrets, and is saved with those of before', async () => {
    const section = await open(CONNECTED);
    expect([field('Password').value, field('Its password').value]).to.eql([KEPT, KEPT]);
    await expect(section).to.be.accessible();
    field('User').value = 'other';
    answers['PUT /pbx/connection'] = CONNECTED;
    (byId('telephony-form') as HTMLFormElement).requestSubmit();
    await settled();
    const settings = { ...SETTINGS, user: 'other' };
    expect(asked).to.deep.include({ method: 'PUT', path: '/pbx/connection', body: { settings } });
  });

  it('is checked before it is saved, and each finding says what to mend', async () => {
    await open(NONE);
    answers['POST /pbx/connection/check'] = [
      { level: 'ok', what: 'Asterisk 22.5.1 answers.' },
      { level: 'bad', what: 'There is no endpoint trunk.', mend: 'Name the provider’s endpoint.' },
    ];
    byId('telephony-check').click();
    await settled();
    const lines = [...byId('telephony-answer').children].map(({ textContent }) => textContent);
    expect(lines).to.eql([
      'Asterisk 22.5.1 answers.',
      'There is no endpoint trunk. Name the provider’s endpoint.',
    ]);
    expect(asked.some(({ method }) => method === 'PUT')).to.equal(false);
  });

  it('is refused at the field, also inside a folded group, and what was typed stays', async () => {
    const section = await open(NONE);
    field('User').value = 'ringback';
    answers['PUT /pbx/connection'] = Object.assign(new Error('It cannot be made.'), {
      problem: { fields: { 'settings.ami.password': 'is missing' } },
    });
    (byId('telephony-form') as HTMLFormElement).requestSubmit();
    await settled();
    expect(document.activeElement).to.equal(field('Its password'));
    expect([told.alert, field('User').value]).to.eql(['It cannot be made.', 'ringback']);
    await expect(section).to.be.accessible();
  });

  it('stands inside a page of 360 px', async () => {
    await setViewport({ width: 360, height: 740 });
    await open(CONNECTED);
    expect(document.documentElement.scrollWidth).to.be.at.most(360);
    await setViewport({ width: 1024, height: 768 });
  });
});
