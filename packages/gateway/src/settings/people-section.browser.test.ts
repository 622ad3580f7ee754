import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';

const ADMIN = '/packages/gateway/public/admin';
type Call = { method: string; path: string; body?: unknown };

/** Served to browsers as it stands, so it is loaded here as it stands. */
const PEOPLE = `${ADMIN}/people.js`;
const { createPeople } = (await import(PEOPLE)) as { createPeople(page: object): { load(): Promise<void> } };
const page = new DOMParser().parseFromString(await (await fetch(`${ADMIN}/admin.html`)).text(), 'text/html');
const styles = document.createElement('link');
styles.rel = 'stylesheet';
styles.href = `${ADMIN}/admin.css`;

let asked: Call[];
let answers: Record<string, unknown>;
let told: { status: string; alert: string };
let confirmed: string[];
let says: boolean;
const trueConfirm = window.confirm;

const ask = async (method: string, path: string, body?: unknown) => {
  asked.push({ method, path, ...(body === undefined ? {} : { body }) });
  const answer = answers[`${method} ${path}`];
  const given = Array.isArray(answer) && answer[0] instanceof Error ? (answer.shift() as Error) : answer;
  if (given instanceof Error) throw given;
  return structuredClone(given);
};
/** As the page's own, without what is told of errors. */
const busy = async (_where: HTMLElement, work: () => Promise<void>) => {
  await work().catch((error: Error) => (told = { status: '', alert: error.message }));
};
const tell = (status = '', alert = '') => (told = { status, alert });
const refusal = (message: string, problem: object) => Object.assign(new Error(message), { problem });

const byId = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T;
const button = (name: string) => {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name);
  if (!found) throw new Error(`There is no button ${name}.`);
  return found;
};
const field = (title: string, within: ParentNode = document) => {
  const label = [...within.querySelectorAll('label')].find(({ textContent }) => textContent === title);
  return document.getElementById(label!.htmlFor) as HTMLInputElement;
};
const rows = () =>
  [...byId('people-list').children]
    .filter((row) => row.checkVisibility())
    .map(({ textContent }) => textContent!);
const find = (text: string) => {
  byId<HTMLInputElement>('people-search').value = text;
  byId('people-search').dispatchEvent(new Event('input'));
};
const settled = async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};
const press = async (name: string) => {
  button(name).click();
  await settled();
};

const person = (login: string, extension: string, more: object = {}) => ({
  ...{ id: login, login, name: login[0]!.toUpperCase() + login.slice(1), role: 'employee' },
  ...{ extension, groups: [], talking: false, ...more },
});
const ADMINISTRATOR = person('admin', '100', { role: 'administrator' });
const OLENA = person('olena', '101', { groups: ['Sales', 'Support'] });
const RINGS = 'Ring the mobile while no phone is registered';
const SINCE = '2026-03-02T09:00:00.000Z';
const OUT = person('ivan', '102', { deactivatedAt: SINCE });
const TALKING = { code: 'conflict', fields: { endCall: 'is needed while the person talks' } };

async function open(people: object[] = [ADMINISTRATOR, OLENA, OUT]): Promise<HTMLElement> {
  answers['GET /people'] = people;
  answers['GET /session'] = { agent: { id: 'admin' } };
  const section = page.getElementById('people')!.cloneNode(true) as HTMLElement;
  section.hidden = false;
  const main = document.createElement('main');
  main.append(section);
  document.body.replaceChildren(main);
  await createPeople({ ask, busy, tell }).load();
  return section;
}

beforeEach(async () => {
  [asked, answers, told, confirmed, says] = [[], {}, { status: '', alert: '' }, [], true];
  window.confirm = (question) => (confirmed.push(question ?? ''), says);
  const loaded = new Promise((resolve) => styles.addEventListener('load', resolve, { once: true }));
  document.head.append(styles);
  await loaded;
});
afterEach(() => {
  window.confirm = trueConfirm;
  styles.remove();
  document.body.replaceChildren();
});

describe('People at /admin', () => {
  it('are listed with role, extension, groups, and who is out or oneself', async () => {
    const section = await open();
    expect(byId('people-state').textContent).to.equal('3 in all.');
    expect(rows()[0]).to.include('Admin (admin) Technical administrator, extension 100. That is you.');
    expect(rows()[1]).to.include('Olena (olena) Employee, extension 101. Groups: Sales, Support.');
    expect(rows()[2]).to.match(/Ivan \(ivan\) .* Deactivated since /);
    const buttons = [...section.querySelectorAll('li button')].map((one) => one.getAttribute('aria-label'));
    expect(buttons).to.eql([
      ...['Edit: Admin', 'New password: Admin'],
      ...['Edit: Olena', 'New password: Olena', 'Deactivate: Olena'],
      ...['Edit: Ivan', 'Activate again: Ivan'],
    ]);
    await expect(section).to.be.accessible();
  });

  it('are found by name, login, extension, role or group; nobody is told when nobody is', async () => {
    const section = await open();
    find('support');
    expect([rows().length, byId('people-state').textContent]).to.eql([1, '1 of 3.']);
    find('102');
    expect(rows()[0]).to.include('Ivan');
    find('nobody at all');
    expect([rows().length, byId('people-none').hidden]).to.eql([0, false]);
    await expect(section).to.be.accessible();
  });

  it('cannot be shown: the section says why, and is looked at again', async () => {
    const section = await open();
    answers['GET /people'] = refusal('The role company-head may not do this.', { code: 'forbidden' });
    await press('Look again');
    expect(byId('people-state').textContent).to.equal(
      'The people cannot be shown. The role company-head may not do this.',
    );
    expect([rows().length, byId('person-form').hidden]).to.eql([0, true]);
    await expect(section).to.be.accessible();
    answers['GET /people'] = [OLENA];
    await press('Look again');
    expect([rows().length, byId('person-form').hidden]).to.eql([1, false]);
  });

  it('are added; the form is empty afterwards, and the keyboard is at the new one', async () => {
    await open();
    const form = byId('person-form');
    const maria = {
      login: 'maria',
      name: 'Maria',
      role: 'group-head',
      extension: '105',
      password: 'seven quiet rivers',
    };
    field('Login', form).focus();
    await sendKeys({ type: maria.login });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: maria.name });
    (field('Role', form) as unknown as HTMLSelectElement).value = maria.role;
    field('Extension', form).value = maria.extension;
    field('Password', form).focus();
    await sendKeys({ type: maria.password });
    expect(field('Password', form).type).to.equal('password');
    const row = person('maria', '105');
    answers['POST /people'] = row;
    answers['GET /people'] = [ADMINISTRATOR, row, OLENA];
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(asked).to.deep.include({ method: 'POST', path: '/people', body: maria });
    expect(told.status).to.equal('Maria can sign in now, and be called.');
    expect([field('Login', form).value, field('Password', form).value]).to.eql(['', '']);
    expect(document.activeElement).to.equal(button('Edit: Maria'));
  });

  it('are refused at the field, and what was typed stays', async () => {
    const section = await open();
    const form = byId('person-form');
    field('Login', form).value = 'olena';
    field('Name', form).value = 'Olena B.';
    answers['POST /people'] = refusal('This cannot be saved.', {
      ...{
        code: 'invalid',
        fields: { login: 'is taken by Olena', password: 'must have at least 10 characters' },
      },
    });
    await press('Add the person');
    expect(document.activeElement).to.equal(field('Login', form));
    expect(form.textContent).to.include('is taken by Olena');
    expect(form.textContent).to.include('must have at least 10 characters');
    expect(field('Name', form).value).to.equal('Olena B.');
    await expect(section).to.be.accessible();
  });

  it('are changed in their own place by the keyboard; Escape leaves everything as it was', async () => {
    const section = await open();
    button('Edit: Olena').focus();
    await sendKeys({ press: 'Enter' });
    const form = () => document.querySelector<HTMLFormElement>('form[aria-label="Changes of Olena"]');
    expect(document.activeElement).to.equal(field('Name', form()!));
    await expect(section).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    expect([form(), document.activeElement]).to.eql([null, button('Edit: Olena')]);
    await sendKeys({ press: 'Enter' });
    (field('Role', form()!) as unknown as HTMLSelectElement).value = 'group-head';
    field('Extension', form()!).focus();
    await sendKeys({ press: 'Enter' });
    await settled();
    const body = { role: 'group-head' };
    expect(asked).to.deep.include({ method: 'PATCH', path: '/people/olena', body });
    expect(told.status).to.equal('Olena is changed.');
  });

  it('keep what another administrator has changed meanwhile: only what was changed here is sent', async () => {
    await open([ADMINISTRATOR, { ...OLENA, role: 'administrator' }]);
    await press('Edit: Olena');
    field('Name', document.querySelector('form[aria-label="Changes of Olena"]')!).value = 'Olena B.';
    await press('Save');
    expect(asked).to.deep.include({ method: 'PATCH', path: '/people/olena', body: { name: 'Olena B.' } });
  });

  it('keep the keyboard at the one who was changed, also in a list that is filtered', async () => {
    await open();
    find('employee');
    expect(rows()).to.have.length(2);
    await press('Edit: Olena');
    await press('Save');
    expect(document.activeElement).to.equal(button('Edit: Olena'));
    await press('Edit: Olena');
    answers['GET /people'] = [ADMINISTRATOR, { ...OLENA, role: 'accountant' }, OUT];
    await press('Save');
    expect(document.activeElement).to.equal(byId('people-search'));
  });

  it('keep what is typed while others are looked for, the list is read again, or cannot be', async () => {
    const section = await open();
    await press('Edit: Olena');
    const form = () => document.querySelector<HTMLFormElement>('form[aria-label="Changes of Olena"]')!;
    field('Name', form()).value = 'Olena B.';
    find('ivan');
    expect([rows().length, form().checkVisibility()]).to.eql([1, false]);
    find('');
    expect([rows().length, field('Name', form()).value]).to.eql([3, 'Olena B.']);
    answers['GET /people'] = refusal('Boom.', { code: 'bug' });
    await press('Look again');
    expect([rows().length, form().checkVisibility()]).to.eql([0, false]);
    answers['GET /people'] = [ADMINISTRATOR, { ...OLENA, role: 'accountant', talking: true }, OUT];
    await press('Look again');
    expect(rows()[1]).to.include('Accountant, extension 101. Groups: Sales, Support. Talking now.');
    expect([field('Name', form()).value, form().checkVisibility()]).to.eql(['Olena B.', true]);
    await expect(section).to.be.accessible();
    // What another administrator has changed meanwhile is not put back.
    await press('Save');
    expect(asked).to.deep.include({ method: 'PATCH', path: '/people/olena', body: { name: 'Olena B.' } });
    expect(form()).to.equal(null);
    expect(document.activeElement).to.equal(button('Edit: Olena'));
  });

  it('keep the keyboard in the form where somebody types while the list is read again', async () => {
    await open();
    await press('Edit: Olena');
    await sendKeys({ press: 'End' });
    await sendKeys({ type: ' B' });
    button('Look again').click();
    await settled();
    await sendKeys({ type: '.' });
    const form = document.querySelector('form[aria-label="Changes of Olena"]')!;
    expect(field('Name', form).value).to.equal('Olena B.');
    says = false;
    await sendKeys({ press: 'Escape' });
    expect(confirmed).to.eql(['Changes of Olena: drop what you have entered?']);
    expect([field('Name', form).value, form.isConnected]).to.eql(['Olena B.', true]);
    says = true;
    await sendKeys({ press: 'Escape' });
    expect([document.activeElement, form.isConnected]).to.eql([button('Edit: Olena'), false]);
  });

  it('keep what is typed when Edit is pressed again, and ask before another form takes its place', async () => {
    await open();
    const form = () => document.querySelector<HTMLFormElement>('form[aria-label="Changes of Olena"]');
    await press('Edit: Olena');
    // Nothing was typed: nothing is asked.
    await press('New password: Olena');
    expect([confirmed, form()]).to.eql([[], null]);
    await press('Edit: Olena');
    field('Name', form()!).value = 'Olena B.';
    await press('Edit: Olena');
    expect([field('Name', form()!).value, confirmed]).to.eql(['Olena B.', []]);
    expect(document.activeElement).to.equal(field('Name', form()!));
    says = false;
    await press('New password: Olena');
    expect(confirmed).to.eql(['Changes of Olena: drop what you have entered?']);
    expect(field('Name', form()!).value).to.equal('Olena B.');
    says = true;
    await press('New password: Olena');
    expect(form()).to.equal(null);
    // Closed, it is forgotten: the next one is about the person as he is.
    await sendKeys({ press: 'Escape' });
    await press('Edit: Olena');
    expect([field('Name', form()!).value, confirmed.length]).to.eql(['Olena', 2]);
  });

  it('are oneself without the role among what can be changed', async () => {
    await open();
    await press('Edit: Admin');
    const form = document.querySelector('form[aria-label="Changes of Admin"]')!;
    expect([...form.querySelectorAll('label')].map(({ textContent }) => textContent)).to.eql([
      ...['Name', 'Extension', 'Mobile', RINGS],
    ]);
  });

  it('have a mobile that is given, said to ring, and taken away; nothing else is sent with it', async () => {
    const section = await open();
    const form = () => document.querySelector<HTMLFormElement>('form[aria-label="Changes of Olena"]')!;
    await press('Edit: Olena');
    field('Mobile', form()).focus();
    await sendKeys({ type: '050 111 22 33' });
    await sendKeys({ press: 'Tab' });
    expect(document.activeElement).to.equal(field(RINGS, form()));
    await sendKeys({ press: 'Space' });
    const mobile = { number: '+380501112233', rings: true };
    answers['GET /people'] = [ADMINISTRATOR, { ...OLENA, mobile }, OUT];
    await sendKeys({ press: 'Enter' });
    await settled();
    const sent = () => asked.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
    expect(sent()).to.eql([{ mobile: { number: '050 111 22 33', rings: true } }]);
    expect(rows()[1]).to.include(
      'extension 101. Mobile +380501112233, rings while no phone is registered. Groups:',
    );
    find('0501112233');
    expect(rows()).to.have.length(1);
    expect(rows()[0]).to.include('Olena');
    find('');
    await press('Edit: Olena');
    expect([field('Mobile', form()).value, field(RINGS, form()).checked]).to.eql([mobile.number, true]);
    await press('Save');
    await press('Edit: Olena');
    field(RINGS, form()).click();
    await press('Save');
    await press('Edit: Olena');
    // Without a number there is nothing that could ring.
    field('Mobile', form()).value = ' ';
    await press('Save');
    expect(sent().slice(1)).to.eql([{}, { mobile: { ...mobile, rings: false } }, { mobile: null }]);
    await expect(section).to.be.accessible();
  });

  it('are refused a mobile at its field, in a new form as in a change', async () => {
    const section = await open();
    const why = 'is taken by Andriy';
    const refused = refusal('This cannot be saved.', { code: 'invalid', fields: { 'mobile.number': why } });
    answers['POST /people'] = answers['PATCH /people/olena'] = refused;
    await press('Edit: Olena');
    for (const [place, save] of [
      [byId('person-form'), 'Add the person'],
      [document.querySelector<HTMLElement>('form[aria-label="Changes of Olena"]')!, 'Save'],
    ] as const) {
      field('Mobile', place).value = '0501112233';
      await press(save);
      expect(document.activeElement).to.equal(field('Mobile', place));
      expect(place.textContent).to.include(why);
      expect([field('Mobile', place).value, told.alert]).to.eql(['0501112233', 'This cannot be saved.']);
    }
    expect(asked.find(({ method }) => method === 'POST')?.body).to.deep.include({
      mobile: { number: '0501112233', rings: false },
    });
    await expect(section).to.be.accessible();
  });

  it('get a new password that is never shown again', async () => {
    await open();
    await press('New password: Olena');
    const form = document.querySelector('form[aria-label="New password of Olena"]')!;
    field('Password', form).value = 'seven quiet rivers';
    await press('Save');
    const body = { password: 'seven quiet rivers' };
    expect(asked).to.deep.include({ method: 'PUT', path: '/people/olena/password', body });
    expect(document.body.innerHTML).not.to.include('seven quiet rivers');
    expect(told.status).to.equal('Olena has a new password, and signs in with it.');
  });

  it('are deactivated only when that is confirmed', async () => {
    await open();
    says = false;
    await press('Deactivate: Olena');
    expect(confirmed[0]).to.match(/^Deactivate Olena\?/);
    expect(asked.some(({ method }) => method === 'POST')).to.equal(false);
    says = true;
    answers['GET /people'] = [ADMINISTRATOR, { ...OLENA, deactivatedAt: SINCE }];
    await press('Deactivate: Olena');
    expect(asked).to.deep.include({ method: 'POST', path: '/people/olena/deactivate', body: {} });
    expect(told.status).to.equal('Olena is deactivated, and is out.');
    expect(document.activeElement).to.equal(button('Edit: Olena'));
  });

  it('who talk are asked about once more: the call goes on, or ends', async () => {
    await open([ADMINISTRATOR, { ...OLENA, talking: true }]);
    const path = '/people/olena/deactivate';
    const message = 'Olena is talking now, and the call would end.';
    answers[`POST ${path}`] = [refusal(message, TALKING), refusal(message, TALKING)];
    window.confirm = (question) => (confirmed.push(question ?? ''), says || confirmed.length % 2 === 1);
    says = false;
    await press('Deactivate: Olena');
    expect(confirmed[0]).to.match(/^Deactivate Olena\?/);
    expect(confirmed.slice(1)).to.eql([`${message} End the call?`]);
    expect(asked).not.to.deep.include({ method: 'POST', path, body: { endCall: true } });
    says = true;
    await press('Deactivate: Olena');
    expect(asked).to.deep.include({ method: 'POST', path, body: { endCall: true } });
  });

  it('who talked when the list was loaded, and do no more, are not deactivated by one slip of the hand', async () => {
    await open([ADMINISTRATOR, { ...OLENA, talking: true }]);
    says = false;
    await press('Deactivate: Olena');
    expect(confirmed).to.have.length(1);
    expect(asked.some(({ method }) => method === 'POST')).to.equal(false);
  });

  it('cannot come back to an extension that is somebody else’s: it is changed there and then', async () => {
    const section = await open();
    answers['POST /people/ivan/reactivate'] = refusal('This cannot be saved.', {
      ...{ code: 'invalid', fields: { extension: 'is taken by Maria' } },
    });
    await press('Activate again: Ivan');
    const form = document.querySelector('form[aria-label="Changes of Ivan"]')!;
    expect(document.activeElement).to.equal(field('Extension', form));
    expect(form.textContent).to.include('is taken by Maria');
    await expect(section).to.be.accessible();
  });

  it('stand inside a page of 360 px', async () => {
    await setViewport({ width: 360, height: 740 });
    const long = person('o'.repeat(40), '10001', {
      name: 'Олександра-Марія Нечуй-Левицька-Старицька',
      ...{ groups: ['Sales'], mobile: { number: '+380501112233', rings: true } },
    });
    await open([ADMINISTRATOR, long]);
    answers[`PATCH /people/${long.id}`] = refusal('This cannot be saved.', {
      ...{
        code: 'invalid',
        fields: { 'mobile.number': 'is in a country that may not be called: allow it first' },
      },
    });
    await press(`Edit: ${long.name}`);
    await press('Save');
    expect(document.documentElement.scrollWidth).to.be.at.most(360);
    await setViewport({ width: 1024, height: 768 });
  });
});
