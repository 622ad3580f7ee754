import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

const ADMIN = '/packages/gateway/public/admin';
type Call = { method: string; path: string; body?: unknown };
interface Section {
  load(): Promise<void>;
}
type Create = (page: object) => Section;

/** Served to browsers as they stand, so they are loaded here as they stand. */
const load = async (name: string, create: string): Promise<Create> =>
  ((await import(`${ADMIN}/${name}.js`)) as Record<string, Create>)[create]!;
const createSecurity = await load('security', 'createSecurity');
const createCampaigns = await load('campaigns', 'createCampaigns');
const createGroups = await load('groups', 'createGroups');
const createPrompts = await load('prompts', 'createPrompts');
const createVariants = await load('variants', 'createVariants');
const page = new DOMParser().parseFromString(await (await fetch(`${ADMIN}/admin.html`)).text(), 'text/html');

/** What the gateway was asked, and what it answers. */
let asked: Call[];
let answers: Record<string, unknown>;
let told: { status: string; alert: string };
let confirmed: string[];
let says: boolean;
const trueConfirm = window.confirm;

const ask = async (method: string, path: string, body?: unknown) => {
  asked.push({ method, path, ...(body === undefined ? {} : { body }) });
  const answer = answers[`${method} ${path}`];
  if (answer instanceof Error) throw answer;
  return structuredClone(answer);
};
/** As the page's own, without what is told of errors. */
const busy = async (_where: HTMLElement, work: () => Promise<void>) => {
  await work().catch((error: Error) => (told = { status: '', alert: error.message }));
};
const tell = (status = '', alert = '') => (told = { status, alert });
const refusal = (message: string, fields: Record<string, string>) =>
  Object.assign(new Error(message), { problem: { fields } });

const byId = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T;
const button = (name: string) => {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name);
  if (!found) throw new Error(`There is no button ${name}; there are ${all.map((one) => one.ariaLabel)}.`);
  return found;
};
const field = (title: string) => {
  const label = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === title);
  return document.getElementById(label!.htmlFor) as HTMLInputElement;
};
const texts = (id: string) => [...byId(id).children].map(({ textContent }) => textContent!.trim());
const settled = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
const press = async (name: string) => {
  button(name).click();
  await settled();
};

async function open(id: string, create: Create): Promise<HTMLElement> {
  const section = page.getElementById(id)!.cloneNode(true) as HTMLElement;
  section.hidden = false;
  document.body.replaceChildren(section);
  await create({ ask, send: ask, busy, tell }).load();
  return section;
}

beforeEach(() => {
  [asked, answers, told, confirmed, says] = [[], {}, { status: '', alert: '' }, [], true];
  window.confirm = (question) => (confirmed.push(question ?? ''), says);
});
afterEach(() => {
  window.confirm = trueConfirm;
  document.body.replaceChildren();
});

describe('Security at /admin', () => {
  const QUIET = { pbx: true, locks: [], alarms: [], spent: 0 };
  const lock = {
    ...{ address: '203.0.113.7', why: 'logins-failed', failures: 8 },
    until: '2026-03-02T10:00:00.000Z',
  };
  const alarm = { id: 'a1', text: '8 failed logins of 101.', times: 3, lastAt: '2026-03-02T09:00:00.000Z' };

  it('says that all is quiet, and what is missing', async () => {
    answers['GET /security'] = { ...QUIET, pbx: false };
    const section = await open('security', createSecurity);
    expect(byId('security-quiet').hidden).to.equal(false);
    expect(byId('security-state').textContent).to.match(/cost 0 today.*no database.*cannot shut/);
    await expect(section).to.be.accessible();
  });

  it('shows what is locked and why; one is let in again by the keyboard', async () => {
    answers['GET /security'] = { ...QUIET, locks: [lock], spent: 12.5 };
    const section = await open('security', createSecurity);
    expect(byId('security-quiet').hidden).to.equal(true);
    expect(texts('security-locks')[0]).to.match(/^203\.0\.113\.7 is locked until .*: 8 failed logins/);
    await expect(section).to.be.accessible();
    answers['GET /security'] = QUIET;
    button('Unlock 203.0.113.7').focus();
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(asked).to.deep.include({ method: 'DELETE', path: '/security/locks/203.0.113.7' });
    expect(byId('security-quiet').hidden).to.equal(false);
  });

  it('keeps an alarm until somebody has seen it, and tells who', async () => {
    answers['GET /security'] = { ...QUIET, alarms: [alarm] };
    await open('security', createSecurity);
    expect(texts('security-alarms')[0]).to.include('3 times: 8 failed logins of 101.');
    answers['GET /security'] = { ...QUIET, alarms: [{ ...alarm, seenBy: { name: 'Admin' } }] };
    await press('Seen: 8 failed logins of 101.');
    expect(asked).to.deep.include({ method: 'POST', path: '/security/alarms/a1/see' });
    expect(texts('security-alarms')[0]).to.match(/Seen by Admin\.$/);
  });

  it('stays as it was when the gateway does not answer', async () => {
    answers['GET /security'] = { ...QUIET, locks: [lock] };
    await open('security', createSecurity);
    answers['DELETE /security/locks/203.0.113.7'] = new Error('The gateway cannot be reached.');
    await press('Unlock 203.0.113.7');
    expect(told.alert).to.equal('The gateway cannot be reached.');
    expect(texts('security-locks')).to.have.length(1);
  });
});

describe('Campaigns at /admin', () => {
  const SALES = [
    { key: 'sales', name: 'Sales' },
    { key: 'support', name: 'Support' },
  ];
  const hours = { timeZone: 'Europe/Kyiv', hours: [], holidays: [] };
  const campaign = (state: string) => ({
    ...{ id: 'c1', name: 'Spring', group: 'sales', state },
    ...{ perMinute: 10, attempts: 3, pauseMinutes: 60, hours },
  });
  const progress = { total: 3, waiting: 1, calling: 1, results: { 'no-answer': 1 } };

  it('need a group first, and say so', async () => {
    answers['GET /groups'] = [];
    answers['GET /campaigns'] = [];
    const section = await open('campaigns', createCampaigns);
    expect(byId('campaign-empty').hidden).to.equal(false);
    expect(byId('campaign-groupless').hidden).to.equal(false);
    expect(byId('campaign-form').hidden).to.equal(true);
    await expect(section).to.be.accessible();
  });

  it('are made for one of the groups, with the pace and hours that the form proposes', async () => {
    answers['GET /groups'] = SALES;
    answers['GET /campaigns'] = [];
    const section = await open('campaigns', createCampaigns);
    const group = field('Group') as unknown as HTMLSelectElement;
    expect([...group.options].map(({ text }) => text)).to.eql(['Sales', 'Support']);
    await expect(section).to.be.accessible();
    field('Name').value = 'Spring';
    group.value = 'support';
    answers['GET /campaigns'] = [{ campaign: campaign('draft'), progress: { ...progress, total: 0 } }];
    await press('Make the campaign');
    const made = asked.find(({ method, path }) => method === 'POST' && path === '/campaigns')!;
    expect(made.body).to.deep.include({ name: 'Spring', group: 'support', perMinute: 10, attempts: 3 });
    expect(told.status).to.include('Add numbers');
    expect(field('Name').value).to.equal('');
    expect(byId('campaign-empty').hidden).to.equal(true);
  });

  it('say at the field what is wrong, and keep what was typed', async () => {
    answers['GET /groups'] = SALES;
    answers['GET /campaigns'] = [];
    await open('campaigns', createCampaigns);
    answers['POST /campaigns'] = refusal('Some fields are wrong.', { name: 'must not be empty' });
    field('Tries for each number').value = '7';
    await press('Make the campaign');
    expect(document.activeElement).to.equal(field('Name'));
    expect(field('Name').getAttribute('aria-invalid')).to.equal('true');
    expect(byId('campaign-fields').textContent).to.include('must not be empty');
    expect(field('Tries for each number').value).to.equal('7');
  });

  it('tell how far they have come, are started, paused and stopped', async () => {
    answers['GET /groups'] = SALES;
    answers['GET /campaigns'] = [{ campaign: campaign('draft'), progress }];
    const section = await open('campaigns', createCampaigns);
    expect(texts('campaign-list')[0]).to.include('3 numbers, 1 waiting, 1 being called, 1 did not answer');
    await expect(section).to.be.accessible();
    for (const [name, step, next] of [
      ['Start: Spring', 'start', 'running'],
      ['Pause: Spring', 'pause', 'paused'],
      ['Go on: Spring', 'start', 'running'],
      ['Stop: Spring', 'stop', 'stopped'],
    ] as const) {
      answers['GET /campaigns'] = [{ campaign: campaign(next), progress }];
      await press(name);
      expect(asked).to.deep.include({ method: 'POST', path: `/campaigns/c1/${step}` });
    }
    const link = byId('campaign-list').querySelector('a')!;
    expect(link.getAttribute('href')).to.equal('/api/v1/campaigns/c1/results.csv');
  });

  it('are changed where they stand; what is typed outlives a pause, and what is wrong is said at its field', async () => {
    answers['GET /groups'] = SALES;
    answers['GET /campaigns'] = [{ campaign: campaign('running'), progress }];
    const section = await open('campaigns', createCampaigns);
    const place = () => byId('campaign-list').querySelectorAll('details')[1]!;
    const mine = (label: string) =>
      [...place().querySelectorAll('label')].find(({ textContent }) => textContent === label)!
        .control as HTMLInputElement;
    const drawn = () => waitUntil(() => place().querySelector('form')!.childElementCount > 0);
    place().open = true;
    await drawn();
    expect(mine('Calls a minute, at most').value).to.equal('10');
    await expect(section).to.be.accessible();
    mine('Calls a minute, at most').value = '0';
    mine('Tries for each number').value = '5';
    answers['GET /campaigns'] = [{ campaign: campaign('paused'), progress }];
    await press('Pause: Spring');
    expect(mine('Tries for each number').value).to.equal('5');
    const change = { method: 'PATCH', path: '/campaigns/c1' };
    answers['PATCH /campaigns/c1'] = refusal('Some fields are wrong.', { perMinute: 'must be at least 1' });
    await press('Save');
    expect(document.activeElement).to.equal(mine('Calls a minute, at most'));
    mine('Calls a minute, at most').value = '20';
    answers['PATCH /campaigns/c1'] = {};
    await press('Save');
    const { body } = asked.findLast(({ method }) => method === 'PATCH')!;
    // What was not touched may be another head's by now.
    expect(body).to.deep.equal({ perMinute: 20, attempts: 5 });
    expect(
      asked.filter(({ method, path }) => method === change.method && path === change.path),
    ).to.have.length(2);
    expect(told.status).to.equal('Spring is changed.');
    expect(place().open).to.equal(false);
    place().open = true;
    await drawn();
    mine('Tries for each number').value = '9';
    await press('Cancel');
    expect(place().open).to.equal(false);
    expect(document.activeElement).to.equal(place().querySelector('summary'));
    place().open = true;
    await drawn();
    expect(mine('Tries for each number').value).to.equal('3');
  });

  it('take a list of numbers, and name the lines that are none', async () => {
    answers['GET /groups'] = SALES;
    answers['GET /campaigns'] = [{ campaign: campaign('draft'), progress }];
    const section = await open('campaigns', createCampaigns);
    section.querySelector('details')!.open = true;
    const text = section.querySelector('textarea')!;
    text.value = '+380671112233, Taras\nnobody';
    answers['POST /campaigns/c1/entries'] = new Error('The gateway cannot be reached.');
    await press('Add these numbers');
    expect([text.readOnly, text.isConnected]).to.eql([false, true]);
    const faults = [{ line: 2, text: 'nobody', why: 'has no number' }];
    answers['POST /campaigns/c1/entries'] = { added: 1, doubled: 0, left: 0, faults };
    button('Add these numbers').click();
    // What is typed now would go with what was sent.
    expect(text.readOnly).to.equal(true);
    await settled();
    const body = { text: '+380671112233, Taras\nnobody' };
    expect(asked).to.deep.include({ method: 'POST', path: '/campaigns/c1/entries', body });
    expect(texts('campaign-answer')).to.eql([
      'Spring: 1 added, 0 were on the list already, 0 left out.',
      'Line 2 (nobody) has no number.',
    ]);
  });

  it('are removed with their list only when that is confirmed', async () => {
    answers['GET /groups'] = SALES;
    answers['GET /campaigns'] = [{ campaign: campaign('stopped'), progress }];
    await open('campaigns', createCampaigns);
    const removal = { method: 'DELETE', path: '/campaigns/c1' };
    says = false;
    await press('Remove: Spring');
    expect(confirmed[0]).to.include('3 numbers');
    expect(asked).not.to.deep.include(removal);
    says = true;
    await press('Remove: Spring');
    expect(asked).to.deep.include(removal);
  });
});

describe('What callers hear, at /admin', () => {
  /** As a person chooses one. */
  const choose = (name: string) => {
    const files = new DataTransfer();
    files.items.add(new File(['RIFF'], name, { type: 'audio/wav' }));
    byId<HTMLInputElement>('prompt-file').files = files.files;
  };

  it('is the bundled sentences as long as nothing is put there, and says so', async () => {
    answers['GET /prompts'] = [];
    const section = await open('prompts', createPrompts);
    expect(byId('prompt-empty').hidden).to.equal(false);
    await press('Put it there');
    expect(told.alert).to.equal('Choose a file first.');
    expect(asked).to.have.length(1);
    await expect(section).to.be.accessible();
  });

  it('is put there by name and language, listened to, and taken away', async () => {
    answers['GET /prompts'] = [];
    const section = await open('prompts', createPrompts);
    byId<HTMLSelectElement>('prompt-name').value = 'voicemail';
    byId<HTMLSelectElement>('prompt-language').value = 'uk';
    choose('hello.wav');
    answers['GET /prompts'] = [{ language: 'uk', name: 'voicemail', seconds: 2 }];
    await press('Put it there');
    expect(asked.map(({ method, path }) => `${method} ${path}`)).to.include('PUT /prompts/uk/voicemail');
    expect(told.status).to.include('Saved');
    expect(texts('prompt-list')[0]).to.match(/^Before a message is left, Ukrainian: 2 s/);
    const sound = section.querySelector('audio')!;
    expect(new URL(sound.src).pathname).to.equal('/api/v1/prompts/uk/voicemail');
    await expect(section).to.be.accessible();
    answers['GET /prompts'] = [];
    await press('Remove: Before a message is left, Ukrainian');
    expect(asked).to.deep.include({ method: 'DELETE', path: '/prompts/uk/voicemail' });
    expect(byId('prompt-empty').hidden).to.equal(false);
  });

  it('keeps the chosen file when the gateway refuses it, and names one that cannot be played', async () => {
    answers['GET /prompts'] = [{ language: 'all', name: 'music' }];
    const section = await open('prompts', createPrompts);
    expect(texts('prompt-list')[0]).to.include('Every language: cannot be played');
    expect(section.querySelector('audio')).to.equal(null);
    choose('song.mp3');
    answers['PUT /prompts/all/voicemail'] = new Error('This is no sound that a PBX can play.');
    await press('Put it there');
    expect(told.alert).to.equal('This is no sound that a PBX can play.');
    expect(byId<HTMLInputElement>('prompt-file').files).to.have.length(1);
  });
});

describe('The groups that one heads, at /admin', () => {
  const SALES = {
    ...{ key: 'sales', name: 'Sales', branch: '', schedule: '', members: ['olena'], heads: ['andriy'] },
    ...{ algorithm: 'in-order', ringSeconds: 20, known: 'nobody', familiarMinutes: 60 },
    ...{ maskNumbers: false, queue: false },
  };
  beforeEach(() => (answers['GET /groups'] = [SALES]));

  it('are distributed otherwise at once, and nothing else of them is sent', async () => {
    await open('groups', createGroups);
    // The administrator has added somebody since the page was drawn.
    const members = ['olena', 'ivan'];
    answers['PATCH /groups/sales'] = { ...SALES, algorithm: 'longest-idle', members };
    (field('Who rings') as unknown as HTMLSelectElement).value = 'longest-idle';
    await press('Save Sales');
    const sent = asked.at(-1)!;
    expect(sent).to.deep.include({ method: 'PATCH', path: '/groups/sales' });
    expect(sent.body).to.deep.equal({ algorithm: 'longest-idle' });
    // What is in force is shown, and what is saved next does not take it back.
    (field('Who rings') as unknown as HTMLSelectElement).value = 'in-order';
    await press('Save Sales');
    expect(asked.at(-1)!.body).to.deep.equal({ algorithm: 'in-order' });
    expect(told).to.deep.equal({ status: 'Sales is saved, and in force.', alert: '' });
  });

  it('show what is wrong at its field, and keep what was typed', async () => {
    await open('groups', createGroups);
    const seconds = field('Ring time of one phone, seconds');
    seconds.value = '500';
    answers['PATCH /groups/sales'] = refusal('Some fields are wrong.', {
      ringSeconds: 'must be at most 120',
    });
    await press('Save Sales');
    expect(told.alert).to.equal('Some fields are wrong.');
    expect([seconds.value, seconds.getAttribute('aria-invalid')]).to.deep.equal(['500', 'true']);
  });

  it('are none where one heads none, and that is said', async () => {
    answers['GET /groups'] = [];
    await open('groups', createGroups);
    expect(byId('groups-none').hidden).to.equal(false);
    expect(byId('groups-list').children).to.have.length(0);
  });

  it('are accessible', async () => {
    await expect(await open('groups', createGroups)).to.be.accessible();
  });
});

it('Texts that are compared nowhere are said to be none', async () => {
  answers['GET /statistics/variants'] = [];
  await open('variants', createVariants);
  expect(byId('variants-none').hidden).to.equal(false);
});
