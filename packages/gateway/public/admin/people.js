// @ts-check
/** People: who signs in, as what, and at which extension. Found, added, changed, put out and let in again. */
import { element, redraw } from './element.js';
import { changes as changesOf, drawForm, isChanged } from './form.js';

/**
 * @typedef {{ id: string, login: string, name: string, role: string, extension: string, deactivatedAt?: string,
 *   mobile?: { number: string, rings: boolean }, groups: string[], talking: boolean }} Person
 * @typedef {Error & { problem?: { code: string, fields?: Record<string, string> } }} Refusal
 * @typedef {{ name: string, schema: import('./form.js').Schema, value: object, done: string,
 *   send: (read: any) => Promise<unknown> }} Drawer  What is asked for in a form, and what is done with it.
 * @typedef {{ name: string, part: ReturnType<typeof drawForm> }} Opened
 */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {Record<string, string>} */
const ROLES = {
  employee: 'Employee',
  'group-head': 'Group head',
  marketer: 'Marketer',
  accountant: 'Accountant',
  'company-head': 'Company head',
  administrator: 'Technical administrator',
};
const FIELDS = {
  login: {
    ...{ type: 'string', title: 'Login', maxLength: 64 },
    description:
      'Small letters and digits, such as maria. It stays: settings and history name the person by it.',
  },
  name: { type: 'string', title: 'Name', maxLength: 100, description: 'Colleagues see it.' },
  role: { type: 'string', title: 'Role', enum: Object.keys(ROLES), titles: ROLES },
  extension: {
    ...{ type: 'string', title: 'Extension', maxLength: 5 },
    description: 'Two to five digits, such as 105: the short number of this person’s phone.',
  },
  mobile: {
    required: ['number', 'rings'],
    properties: {
      number: {
        ...{ type: 'string', title: 'Mobile', maxLength: 40 },
        description:
          'This person’s own, such as +380501112233, or empty. Calls from it are shown with the name.',
      },
      rings: {
        ...{ type: 'boolean', title: 'Ring the mobile while no phone is registered' },
        description:
          'In place of a phone, also in groups and for colleagues, unless this person has set where calls go then.',
      },
    },
  },
  password: {
    ...{ type: 'string', format: 'password', title: 'Password', maxLength: 200 },
    description:
      'At least 10 characters, 5 of them different, without the login or the name. It is not shown again.',
  },
};
const FRESH = { login: '', name: '', role: 'employee', extension: '', password: '' };

/** @param {...(keyof typeof FIELDS)} keys @returns {import('./form.js').Schema} */
const schemaOf = (...keys) => ({
  required: keys.filter((key) => key !== 'mobile'),
  properties: Object.fromEntries(keys.map((key) => [key, FIELDS[key]])),
});

/** @param {Pick<import('./systems.js').Page, 'ask' | 'busy' | 'tell'>} page */
export function createPeople({ ask, busy, tell }) {
  const form = /** @type {HTMLFormElement} */ (byId('person-form'));
  const search = /** @type {HTMLInputElement} */ (byId('people-search'));
  const list = byId('people-list');
  /** @type {Person[]} */
  let people = [];
  let me = '';
  /** @type {ReturnType<typeof drawForm> | undefined} */
  let drawn;
  /** Where each person is changed: a form that is open there outlives its row. @type {Map<string, HTMLElement>} */
  const places = new Map();
  /** What stands there. @type {WeakMap<HTMLElement, Opened>} */
  const opened = new WeakMap();

  /** A list that cannot be had is told of in its place; the rest of the page goes on. */
  async function load() {
    byId('people-state').textContent = 'Loading…';
    try {
      const [all, session] = await Promise.all([ask('GET', '/people'), ask('GET', '/session')]);
      [people, me] = [all, session.agent.id];
      list.hidden = form.hidden = false;
      if (!drawn) drawNew();
      redraw(list, people, draw);
      find();
    } catch (error) {
      const { message, problem } = /** @type {Refusal} */ (error);
      if (problem?.code === 'unauthorized') throw error;
      list.hidden = form.hidden = byId('people-none').hidden = true;
      byId('people-state').textContent = `The people cannot be shown. ${message}`;
    }
  }

  /** Shows whoever is looked for; what is typed in the others stays. */
  function find() {
    if (list.hidden) return;
    const wanted = search.value.trim().toLowerCase();
    const found = people.filter((person) =>
      [
        ...[person.name, person.login, person.extension, person.mobile?.number ?? ''],
        ...[ROLES[person.role] ?? '', ...person.groups],
      ].some((text) => text.toLowerCase().includes(wanted)),
    );
    byId('people-state').textContent =
      found.length === people.length ? `${people.length} in all.` : `${found.length} of ${people.length}.`;
    byId('people-none').hidden = found.length > 0;
    const ids = new Set(found.map(({ id }) => id));
    for (const row of rows()) row.hidden = !ids.has(row.dataset['id'] ?? '');
  }

  const rows = () => /** @type {HTMLElement[]} */ ([...list.children]);

  /** @param {Person} person */
  function draw(person) {
    const { id, login, name, role, extension, mobile, groups, deactivatedAt, talking } = person;
    const isOut = deactivatedAt !== undefined;
    const about = [
      `${ROLES[role] ?? role}, extension ${extension}.`,
      ...(mobile
        ? [`Mobile ${mobile.number}${mobile.rings ? ', rings while no phone is registered' : ''}.`]
        : []),
      ...(groups.length > 0 ? [`Groups: ${groups.join(', ')}.`] : []),
      ...(isOut ? [`Deactivated since ${new Date(deactivatedAt).toLocaleDateString()}.`] : []),
      ...(talking ? ['Talking now.'] : []),
      ...(id === me ? ['That is you.'] : []),
    ];
    const place = places.get(id) ?? element('div', {});
    places.set(id, place);
    /** @type {Drawer} */
    const changes = {
      name: `Changes of ${name}`,
      // Nobody takes his own role by a slip of the hand.
      schema:
        id === me ? schemaOf('name', 'extension', 'mobile') : schemaOf('name', 'role', 'extension', 'mobile'),
      value: person,
      done: `${name} is changed.`,
      send: (read) => ask('PATCH', `/people/${id}`, changed(read)),
    };
    const password = opens('New password', {
      name: `New password of ${name}`,
      schema: schemaOf('password'),
      value: { password: '' },
      done: `${name} has a new password, and signs in with it.`,
      send: (read) => ask('PUT', `/people/${id}/password`, read),
    });
    const row = element(
      'p',
      { className: 'row people-row' },
      opens('Edit', changes),
      ...(isOut ? [] : [password]),
      ...onOff(),
    );
    const node = element(
      'li',
      {},
      element('p', {}, element('strong', {}, name), ` (${login}) ${about.join(' ')}`),
      row,
      place,
    );
    node.dataset['id'] = id;

    /** @param {string} label @param {Drawer} what */
    function opens(label, what) {
      const button = element('button', { type: 'button' }, label);
      button.setAttribute('aria-label', `${label}: ${name}`);
      button.dataset['opens'] = what.name;
      button.addEventListener('click', () => void open(what));
      return button;
    }

    /**
     * The list may be old: what nobody touched here must not be put back to what it was then.
     * @param {Record<string, unknown> & Pick<Person, 'mobile'>} read
     */
    function changed(read) {
      const gone = mobile !== undefined && !read.mobile?.number.trim();
      return changesOf(person, gone ? { ...read, mobile: null } : read);
    }

    /**
     * A form in the person's own place. Escape and Cancel leave everything as it was. What is typed there already is lost to Escape and
     * to another form only when somebody says so.
     * @param {Drawer} what
     */
    function open({ name: title, schema, value, done, send }) {
      const before = place.hasChildNodes() ? opened.get(place) : undefined;
      if (before && (before.name === title || !mayDrop(before.name))) {
        place.querySelector('input')?.focus();
        return before.part;
      }
      const part = drawForm(schema, /** @type {Record<string, unknown>} */ (value));
      const save = element('button', { type: 'submit', className: 'main' }, 'Save');
      const cancel = element('button', { type: 'button' }, 'Cancel');
      const asked = element(
        'form',
        { noValidate: true },
        part.node,
        element('p', { className: 'row' }, save, cancel),
      );
      asked.setAttribute('aria-label', title);
      const close = () => {
        place.replaceChildren();
        // The row may be another one by now.
        focusOn(id, ({ dataset }) => dataset['opens'] === title);
      };
      cancel.addEventListener('click', close);
      asked.addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && mayDrop(title)) close();
      });
      asked.addEventListener('submit', (event) => {
        event.preventDefault();
        void busy(asked, () =>
          part.placing(async () => {
            if (!(await insisting((more) => send({ ...part.read(), ...more })))) return;
            place.replaceChildren();
            await after(done, id);
          }),
        );
      });
      opened.set(place, { name: title, part });
      place.replaceChildren(asked);
      asked.querySelector('input')?.focus();
      return part;
    }

    /** @param {string} title */
    function mayDrop(title) {
      return !isChanged(place) || confirm(`${title}: drop what you have entered?`);
    }

    function onOff() {
      if (id === me) return [];
      const button = element('button', { type: 'button' }, isOut ? 'Activate again' : 'Deactivate');
      button.setAttribute('aria-label', `${button.textContent}: ${name}`);
      button.addEventListener('click', () => void busy(node, isOut ? letIn : putOut));
      return [button];
    }

    async function putOut() {
      const what = `Deactivate ${name}? Sessions and phone end at once; history, settings and groups stay.`;
      if (!confirm(what)) return;
      // Who talks is asked about by the gateway, which knows it best.
      if (await insisting((more) => ask('POST', `/people/${id}/deactivate`, more)))
        await after(`${name} is deactivated, and is out.`, id);
    }

    async function letIn() {
      try {
        await ask('POST', `/people/${id}/reactivate`);
      } catch (error) {
        // The extension has gone to somebody else meanwhile: here it is changed.
        if (/** @type {Refusal} */ (error).problem?.fields)
          await open(changes).placing(() => Promise.reject(error));
        throw error;
      }
      await after(`${name} can sign in again, with the password of before.`, id);
    }

    return node;
  }

  /**
   * @param {(more: { endCall?: boolean }) => Promise<unknown>} send Refused while the person talks, until somebody says that the call may end.
   * @returns {Promise<boolean>} Whether it was done.
   */
  async function insisting(send) {
    try {
      await send({});
    } catch (error) {
      const { message, problem } = /** @type {Refusal} */ (error);
      if (problem?.fields?.['endCall'] === undefined) throw error;
      if (!confirm(`${message} End the call?`)) return false;
      await send({ endCall: true });
    }
    return true;
  }

  /** @param {string} said @param {string} [id] The keyboard goes on at the one who was changed. */
  async function after(said, id) {
    await load();
    tell(said);
    focusOn(id);
  }

  /** @param {string} [id] @param {(button: HTMLElement) => boolean} [wanted] Which button of the row; else its first. */
  function focusOn(id, wanted = () => true) {
    // Whoever is not among those looked for any more has no place.
    const row = rows().find(({ dataset, hidden }) => dataset['id'] === id && !hidden);
    const buttons = [...(row?.querySelectorAll('button') ?? [])];
    (buttons.find(wanted) ?? buttons[0] ?? search).focus();
  }

  function drawNew() {
    drawn = drawForm(schemaOf('login', 'name', 'role', 'extension', 'mobile', 'password'), FRESH);
    byId('person-fields').replaceChildren(drawn.node);
  }

  search.addEventListener('input', find);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const part = drawn;
    if (!part) return;
    void busy(form, () =>
      part.placing(async () => {
        const { id, name } = await ask('POST', '/people', part.read());
        search.value = '';
        drawNew();
        await after(`${name} can sign in now, and be called.`, id);
      }),
    );
  });
  byId('people-reload').addEventListener('click', () => void busy(byId('people'), load));
  return { load };
}
