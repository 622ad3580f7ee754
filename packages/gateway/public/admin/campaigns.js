// @ts-check
/** Campaigns: make one, change it, put numbers on its list, start, pause and stop it, and see how far it has come. */
import { element, redraw } from './element.js';
import { changes, drawForm } from './form.js';

/**
 * @typedef {{ id: string, name: string, group: string, state: string, perMinute: number, attempts: number, pauseMinutes: number, hours: object }} Campaign
 * @typedef {{ total: number, waiting: number, calling: number, results: Record<string, number> }} Progress
 * @typedef {{ campaign: Campaign, progress: Progress }} Row
 * @typedef {{ added: number, doubled: number, left: number, faults: { line: number, text: string, why: string }[] }} Imported
 */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** @param {{ key: string, name: string }[]} groups */
const schemaFor = (groups) => ({
  required: ['name', 'group', 'perMinute', 'attempts', 'pauseMinutes', 'hours'],
  properties: {
    name: { type: 'string', title: 'Name', maxLength: 100 },
    group: {
      ...{ type: 'string', title: 'Group', description: 'Whose members talk.' },
      enum: groups.map(({ key }) => key),
      titles: Object.fromEntries(groups.map(({ key, name }) => [key, name])),
    },
    perMinute: { type: 'integer', title: 'Calls a minute, at most', minimum: 1, maximum: 600 },
    attempts: { type: 'integer', title: 'Tries for each number', minimum: 1, maximum: 10 },
    pauseMinutes: { type: 'integer', title: 'Pause between tries, minutes', minimum: 1, maximum: 10_080 },
    hours: {
      title: 'When people may be called',
      required: ['timeZone', 'hours', 'holidays'],
      properties: {
        timeZone: { type: 'string', title: 'Time zone', description: 'Such as Europe/Kyiv.' },
        hours: {
          title: 'Hours',
          items: {
            required: ['days', 'from', 'to'],
            properties: {
              days: { title: 'Days', items: { enum: DAYS } },
              from: { type: 'string', title: 'From', description: 'Such as 09:00.' },
              to: { type: 'string', title: 'To', description: 'Such as 18:00.' },
            },
          },
        },
        holidays: { title: 'Holidays', description: 'Dates, such as 2026-12-25.', items: { type: 'string' } },
      },
    },
  },
});
const fresh = () => ({
  ...{ name: '', group: '', perMinute: 10, attempts: 3, pauseMinutes: 60 },
  hours: {
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    hours: [{ days: DAYS.slice(0, 5), from: '09:00', to: '18:00' }],
    holidays: [],
  },
});

/** @type {Record<string, string>} */
const RESULTS = {
  ...{
    talked: 'talked with',
    'no-answer': 'did not answer',
    busy: 'busy',
    unreachable: 'could not be reached',
  },
  ...{
    'do-not-call': 'on the do-not-call list',
    'not-allowed': 'may not be dialled',
    cancelled: 'not called any more',
  },
};

/** @type {Record<string, [step: string, label: string][]>} */
const STEPS = {
  draft: [['start', 'Start']],
  running: [
    ['pause', 'Pause'],
    ['stop', 'Stop'],
  ],
  paused: [
    ['start', 'Go on'],
    ['stop', 'Stop'],
  ],
};

/** @param {import('./systems.js').Page} page */
export function createCampaigns({ ask, busy, tell }) {
  const form = /** @type {HTMLFormElement} */ (byId('campaign-form'));
  const list = byId('campaign-list');
  /** @type {ReturnType<typeof drawForm> | undefined} */
  let drawn;
  /** Where numbers are added to each campaign: what is typed there outlives its row. @type {Map<string, HTMLElement>} */
  const places = new Map();
  /** Where each campaign is changed. @type {Map<string, HTMLDetailsElement>} */
  const forms = new Map();
  /** @type {{ key: string, name: string }[]} */
  let groups = [];

  /** What is typed already stays. */
  async function load() {
    await Promise.all([show(), drawNew(drawn?.read())]);
  }

  async function show() {
    /** @type {Row[]} */
    const rows = await ask('GET', '/campaigns');
    byId('campaign-empty').hidden = rows.length > 0;
    redraw(list, rows, draw);
  }

  /** @param {unknown} [typed] */
  async function drawNew(typed) {
    groups = await ask('GET', '/groups');
    form.hidden = groups.length === 0;
    byId('campaign-groupless').hidden = !form.hidden;
    drawn = drawForm(schemaFor(groups), { ...fresh(), group: groups[0]?.key, ...(typed ?? {}) });
    byId('campaign-fields').replaceChildren(drawn.node);
  }

  /** @param {Row} row */
  function draw({ campaign, progress }) {
    const { id, name, group, state } = campaign;
    const { total, waiting, calling, results } = progress;
    const came = Object.entries(results).map(([result, count]) => `${count} ${RESULTS[result] ?? result}`);
    const far = [`${total} numbers`, `${waiting} waiting`, `${calling} being called`, ...came].join(', ');
    const node = element(
      'li',
      {},
      element('p', {}, element('strong', {}, name), ` (${group}) is ${state}. ${far}.`),
      element('p', { className: 'row' }, ...buttons(), resultLink()),
      ...(state === 'stopped' || state === 'finished' ? [] : [places.get(id) ?? adding(), changing()]),
    );

    function buttons() {
      const steps = STEPS[state] ?? [];
      const made = steps.map(([step, label]) => press(label, () => ask('POST', `/campaigns/${id}/${step}`)));
      if (state !== 'running') made.push(press('Remove', remove));
      return made;
    }

    async function remove() {
      const all = `Remove ${name} with its ${total} numbers and their results? The calls stay in the log.`;
      if (total === 0 || confirm(all)) await ask('DELETE', `/campaigns/${id}`);
    }

    /** @param {string} label @param {() => Promise<unknown>} work */
    function press(label, work) {
      const button = element('button', { type: 'button' }, label);
      button.setAttribute('aria-label', `${label}: ${name}`);
      button.addEventListener('click', () => void busy(node, async () => void (await work(), await show())));
      return button;
    }

    function resultLink() {
      const link = element(
        'a',
        { href: `/api/v1/campaigns/${id}/results.csv`, download: '' },
        'Results (CSV)',
      );
      link.setAttribute('aria-label', `Results of ${name} as CSV`);
      return link;
    }

    /** What is open, and what is typed there, outlives its row. */
    function changing() {
      const open = forms.get(id);
      if (open?.open) return open;
      const form = element('form', { noValidate: true });
      const place = element('details', {}, element('summary', {}, 'Change'), form);
      place.addEventListener('toggle', () => place.open && form.childElementCount === 0 && fill());
      forms.set(id, place);
      return place;

      function fill() {
        const schema = schemaFor(groups);
        const now = Object.entries(campaign).filter(([key]) => schema.required.includes(key));
        const drawn = drawForm(schema, Object.fromEntries(now));
        const before = drawn.read();
        const cancel = element('button', { type: 'button' }, 'Cancel');
        cancel.addEventListener('click', () => {
          place.open = false;
          form.replaceChildren();
          place.querySelector('summary')?.focus();
        });
        const save = element('button', {}, 'Save');
        form.append(drawn.node, element('p', { className: 'row' }, save, cancel));
        form.onsubmit = (event) => {
          event.preventDefault();
          void busy(form, async () => {
            await drawn.placing(() => ask('PATCH', `/campaigns/${id}`, changes(before, drawn.read())));
            forms.delete(id);
            await show();
            tell(`${name} is changed.`);
          });
        };
      }
    }

    function adding() {
      const text = element('textarea', { rows: 4, placeholder: '+380671112233, Taras Koval' });
      text.setAttribute('aria-label', `Numbers for ${name}: one a line, a name beside it`);
      const file = element('input', { type: 'file', accept: '.csv,.txt,text/csv,text/plain' });
      file.setAttribute('aria-label', `A file of numbers for ${name}`);
      file.addEventListener('change', () => void file.files?.[0]?.text().then((read) => (text.value = read)));
      const add = element('button', { type: 'button' }, 'Add these numbers');
      add.addEventListener('click', () => {
        if (text.value.trim() === '') {
          tell('', 'Type the numbers, or choose a file of them.');
          return text.focus();
        }
        void busy(place.closest('li') ?? place, async () => {
          // Lines typed meanwhile would go with those that are sent.
          text.readOnly = true;
          /** @type {Imported} */
          const done = await ask('POST', `/campaigns/${id}/entries`, { text: text.value }).finally(
            () => (text.readOnly = false),
          );
          places.delete(id);
          await show();
          const said = [
            `${name}: ${done.added} added, ${done.doubled} were on the list already, ${done.left} left out.`,
          ];
          const faults = done.faults.map(({ line, text: what, why }) => `Line ${line} (${what}) ${why}.`);
          byId('campaign-answer').replaceChildren(
            ...[...said, ...faults].map((one) => element('li', {}, one)),
          );
        });
      });
      const place = element(
        'details',
        {},
        element('summary', {}, 'Add numbers'),
        text,
        element('p', { className: 'row' }, file, add),
      );
      places.set(id, place);
      return place;
    }
    return node;
  }

  async function make() {
    const asked = drawn;
    if (!asked) return;
    await asked.placing(() => ask('POST', '/campaigns', asked.read()));
    await Promise.all([show(), drawNew()]);
    tell('The campaign is made. Add numbers, then start it.');
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void busy(form, make);
  });
  byId('campaign-reload').addEventListener('click', () => void busy(byId('campaigns'), load));
  /** Whether numbers are typed somewhere, and not added yet. */
  const hasNumbers = () =>
    [...byId('campaign-list').querySelectorAll('textarea')].some(({ value }) => value.trim() !== '');
  return { load, hasNumbers };
}
