import { DEFAULT_SETTINGS, type Settings } from '@ringback/model';
import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { settingsSchema } from './schema.ts';

interface DrawnForm {
  node: HTMLElement;
  read(): unknown;
  showFaults(faults: Record<string, string>, root: string): string[];
  placing(work: () => Promise<void>, root?: string): Promise<void>;
}

/** Served to browsers as it stands, so it is loaded here as it stands. */
const FORM = '/packages/gateway/public/admin/form.js';
const { drawForm } = (await import(FORM)) as { drawForm(schema: object, value: unknown): DrawnForm };

const settings: Settings = {
  ...DEFAULT_SETTINGS,
  panelOrigins: ['http://127.0.0.1:4702'],
  sites: [
    {
      key: 'demo-shop',
      name: 'Shop',
      origins: ['https://shop.example'],
      locale: 'uk',
      country: 'UA',
      callableCountries: ['UA'],
    },
  ],
};

/** Served to browsers as it stands, too. */
const LINKED = '/packages/gateway/public/admin/linked.js';
const { linked } = (await import(LINKED)) as { linked(text: string): (Node | string)[] };

async function open(value: unknown = settings, schema: object = settingsSchema()) {
  const form = drawForm(schema, value);
  const host = await fixture(html`<main>${form.node}</main>`);
  const labelled = <T extends HTMLElement = HTMLInputElement>(name: string): T => {
    const label = [...host.querySelectorAll('label')].find((one) => one.textContent === name);
    const found = label
      ? document.getElementById(label.htmlFor)
      : host.querySelector(`[aria-label="${name}"]`);
    if (!found) throw new Error(`nothing is called ${name}`);
    return found as T;
  };
  return { ...form, host, labelled, press: (name: string) => labelled<HTMLButtonElement>(name).click() };
}

describe('the settings form', () => {
  it('shows every setting and gives it back as it was', async () => {
    const { read, host } = await open();
    expect(read()).to.deep.equal(settings);
    await expect(host).to.be.accessible();
  });

  it('says aloud that something is switched off where on is the default', async () => {
    const schema = { properties: { on: { type: 'boolean', title: 'On', default: true } } };
    const { read, labelled, press } = await open({}, schema);
    expect(labelled('On').checked).to.equal(true);
    press('On');
    expect(read()).to.deep.equal({ on: false });
  });

  it('has room for a description in JSON, and shows one that is kept as such', async () => {
    const definition = { anyOf: [{ type: 'object' }, { type: 'string' }], title: 'Description' };
    const schema = { properties: { definition }, required: ['definition'] };
    const { read, labelled } = await open({ definition: { name: 'Shop' } }, schema);
    expect(labelled('Description')).to.be.an.instanceOf(HTMLTextAreaElement);
    expect(JSON.parse((read() as { definition: string }).definition)).to.deep.equal({ name: 'Shop' });
  });

  it('knows numbers, switches and choices by their type', async () => {
    const schema = {
      required: ['on', 'rate', 'way', 'deep'],
      properties: {
        on: { type: 'boolean', title: 'On' },
        rate: { type: 'number', title: 'Rate' },
        way: { type: 'string', enum: ['a', 'b'], title: 'Way' },
        deep: { properties: { name: { type: 'string', title: 'Name' } } },
      },
    };
    const form = await open({ on: true, rate: 1.5, way: 'b', deep: { name: 'x' } }, schema);
    form.labelled('On').click();
    form.labelled('Rate').value = '';
    form.labelled<HTMLSelectElement>('Way').value = 'a';
    expect(form.read()).to.deep.equal({ on: false, rate: null, way: 'a', deep: { name: 'x' } });
  });

  it('leaves out what may be absent and holds nothing, and folds it away', async () => {
    const form = await open();
    const hours = [...form.host.querySelectorAll('details')].find((one) =>
      one.querySelector('summary')?.textContent.startsWith('When visitors are called'),
    );
    expect(hours?.open).to.equal(false);
    expect((form.read() as Settings).sites[0]).to.not.have.property('callHours');
    form.showFaults({ 'settings.sites.0.callHours.timeZone': 'must be a time zone' }, 'settings');
    expect(hours?.open).to.equal(true);
    expect(document.activeElement).to.equal(form.labelled('Time zone'));
  });

  it('offers a closed list as boxes to tick', async () => {
    const form = await open();
    form.press('Add to: Hours');
    form.labelled('Time zone').value = 'Europe/Kyiv';
    const boxes = [...form.host.querySelectorAll('label.check')].filter(
      (one) => one.textContent === 'monday',
    );
    boxes[0]?.querySelector('input')?.click();
    form.labelled('From').value = '09:00';
    form.labelled('To').value = '18:00';
    expect((form.read() as Settings).sites[0]?.callHours).to.deep.equal({
      timeZone: 'Europe/Kyiv',
      hours: [{ days: ['monday'], from: '09:00', to: '18:00' }],
      holidays: [],
    });
    await expect(form.host).to.be.accessible();
  });

  it('can be filled in by keyboard alone, with lists that grow and shrink', async () => {
    const form = await open();
    form.labelled('Add to: Panels').focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: 'https://panel.example' });
    form.labelled('Remove Panels, 1').focus();
    await sendKeys({ press: 'Enter' });
    expect((form.read() as Settings).panelOrigins).to.deep.equal(['https://panel.example']);
    // The focus is on what has taken the place of what went away.
    expect(document.activeElement).to.equal(form.labelled('Remove Panels, 1'));
    form.press('Remove Panels, 1');
    expect(document.activeElement).to.equal(form.labelled('Add to: Panels'));
  });

  it('has a section for where calls go, with weekdays to tick and lists in lists', async () => {
    const routing = {
      ...DEFAULT_SETTINGS.routing,
      schedules: [
        {
          key: 'office',
          name: 'Office',
          timeZone: 'Europe/Kyiv',
          hours: [{ days: ['monday' as const], from: '09:00', to: '18:00' }],
          holidays: ['2026-12-25'],
        },
      ],
    };
    const form = await open({ ...settings, routing });
    expect((form.read() as Settings).routing).to.deep.equal(routing);
    form.labelled('friday').click();
    expect((form.read() as Settings).routing.schedules[0]!.hours[0]!.days).to.deep.equal([
      'monday',
      'friday',
    ]);
    form.press('Add to: Groups');
    const [group] = (form.read() as Settings).routing.groups;
    expect(group).to.include({
      algorithm: 'all-at-once',
      known: 'nobody',
      familiarMinutes: 60,
    });
    form.showFaults({ 'settings.routing.groups.0.key': 'is missing' }, 'settings');
    expect(document.activeElement?.getAttribute('aria-invalid')).to.equal('true');
    await expect(form.host).to.be.accessible();
  });

  it('adds a whole site with its own lists', async () => {
    const form = await open();
    form.press('Add to: Sites with a callback button');
    const { sites } = form.read() as Settings;
    expect(sites).to.have.length(2);
    expect(sites[1]).to.deep.equal({
      key: '',
      name: '',
      origins: [],
      locale: 'en',
      country: '',
      callableCountries: [],
    });
    form.press('Remove Sites with a callback button, 1');
    expect((form.read() as Settings).sites).to.have.length(1);
    await expect(form.host).to.be.accessible();
  });

  it('shows what the gateway refuses at the field, goes there, and gives back what has no field', async () => {
    const form = await open();
    const left = form.showFaults(
      {
        'settings.line': 'must be a number',
        'settings.sites.0.origins.0': 'must be an address',
        'settings.colour': 'is not a known field',
      },
      'settings',
    );
    expect(left).to.deep.equal(['settings.colour: is not a known field']);
    const line = form.labelled('Our number');
    expect(document.activeElement).to.equal(line);
    expect(line.getAttribute('aria-invalid')).to.equal('true');
    const described = line
      .getAttribute('aria-describedby')!
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent);
    expect(described).to.deep.equal(['Shown to those we call; with + and country code.', 'must be a number']);
    expect(form.labelled('Addresses, 1').getAttribute('aria-invalid')).to.equal('true');
    await expect(form.host).to.be.accessible();
    form.showFaults({}, 'settings');
    expect(line.hasAttribute('aria-invalid')).to.equal(false);
  });

  it('shows what is wrong with a row as a whole in that row', async () => {
    const hours = [{ days: ['monday'], from: '22:00', to: '06:00' }];
    const night = { key: 'night', name: 'Night', timeZone: 'Europe/Kyiv', hours, holidays: [] };
    const form = await open({ ...settings, routing: { ...settings.routing, schedules: [night] } });
    const left = form.showFaults({ 'settings.routing.schedules.0.hours.0': 'must end after' }, 'settings');
    expect(left).to.deep.equal([]);
    expect(document.activeElement?.textContent).to.equal('must end after');
    expect(document.activeElement?.closest('fieldset')?.querySelector('legend')?.textContent).to.equal(
      'Open, 1',
    );
    await expect(form.host).to.be.accessible();
  });

  it('tells of a refusal, and of those of its faults that have no field', async () => {
    const form = await open({ name: '' }, { properties: { name: { type: 'string', title: 'Name' } } });
    const fields = { name: 'must not be empty', body: 'is too large' };
    const refused = Object.assign(new Error('Some fields are wrong.'), { problem: { fields } });
    const told = await form.placing(() => Promise.reject(refused)).catch((error: Error) => error);
    expect(told).to.have.property('message', 'Some fields are wrong. body: is too large');
    expect(document.activeElement).to.equal(form.labelled('Name'));
    expect(form.labelled('Name').getAttribute('aria-invalid')).to.equal('true');
    await form.placing(() => Promise.resolve());
    expect(form.labelled('Name').hasAttribute('aria-invalid')).to.equal(false);
  });

  it('takes what is written in a setting for text, whatever it looks like', async () => {
    const company = '<img src=x onerror="window.owned=1">';
    const form = await open({ ...settings, company });
    expect(form.labelled('Company').value).to.equal(company);
    expect(form.host.querySelector('img')).to.equal(null);
  });
});

describe('a hint', () => {
  it('opens the page of the documentation that it names, and nothing that a host may have written', () => {
    const host = document.createElement('p');
    const text = 'As docs/adapters/onec.md says, <b>and</b> https://evil.example/docs/adapters/../x.md.';
    host.append(...linked(text));
    expect(host.textContent).to.equal(text);
    expect(host.children).to.have.length(1);
    const link = host.querySelector('a');
    expect(link?.textContent).to.equal('docs/adapters/onec.md');
    expect(link?.getAttribute('href')).to.equal('/admin/docs/onec.md');
    expect([link?.target, link?.rel]).to.eql(['_blank', 'noopener noreferrer']);
  });

  it('of a drawn field is read out with its link', async () => {
    const properties = {
      url: { type: 'string', title: 'Address', description: 'See docs/adapters/rest.md.' },
    };
    const { labelled } = await open({}, { type: 'object', properties });
    const described = document.getElementById(
      labelled('Address').getAttribute('aria-describedby')!.split(' ')[0]!,
    );
    expect(described?.querySelector('a')?.pathname).to.equal('/admin/docs/rest.md');
  });
});
