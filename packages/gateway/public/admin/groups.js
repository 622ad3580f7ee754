// @ts-check
/** The head of a group decides how its calls are distributed; which groups there are, and who heads them, is in the settings. */
import { element } from './element.js';
import { changes, drawForm } from './form.js';

/** @typedef {{ key: string, name: string } & Record<string, unknown>} Group */

const SCHEMA = {
  // Switched off is said aloud: what is not sent stays as it is.
  required: [
    ...['members', 'algorithm', 'ringSeconds', 'known', 'familiarMinutes'],
    ...['queue', 'announce', 'queueCallback'],
  ],
  properties: {
    members: {
      ...{ title: 'Members', description: 'Logins of agents, in the order in which they are asked.' },
      items: { type: 'string' },
    },
    algorithm: {
      title: 'Who rings',
      enum: ['all-at-once', 'in-order', 'round-robin', 'longest-idle', 'fewest-calls'],
    },
    ringSeconds: {
      ...{ type: 'integer', title: 'Ring time of one phone, seconds' },
      ...{ minimum: 5, maximum: 120 },
    },
    known: {
      title: 'Callers we know',
      description: 'Who comes first: the responsible manager, the familiar employee, or both in this order.',
      enum: ['nobody', 'responsible', 'familiar', 'responsible-then-familiar', 'familiar-then-responsible'],
    },
    familiarMinutes: {
      ...{ type: 'integer', title: 'Familiar for, minutes', minimum: 1, maximum: 10_080 },
      description: 'From the end of the last answered talk.',
    },
    queue: { type: 'boolean', title: 'Callers wait while all are talking' },
    announce: {
      ...{ type: 'boolean', title: 'Who waits is told his place' },
      description: 'And how long it will be about, by the latest talks. Else he hears ringing.',
    },
    queueCallback: {
      ...{ type: 'boolean', title: 'Who waits may press 1 to be called back' },
      description: 'He keeps his place and is called when it would have been his turn.',
    },
  },
};

/** @param {import('./systems.js').Page} page */
export function createGroups({ ask, busy, tell }) {
  const list = /** @type {HTMLElement} */ (document.getElementById('groups-list'));
  const none = /** @type {HTMLElement} */ (document.getElementById('groups-none'));

  async function load() {
    /** @type {Group[]} */
    const groups = await ask('GET', '/groups');
    none.hidden = groups.length > 0;
    list.replaceChildren(...groups.map(draw));
  }

  /** @param {Group} group */
  function draw({ key, name, ...values }) {
    const drawn = drawForm(SCHEMA, values);
    const before = drawn.read();
    const save = element('button', { type: 'submit' }, 'Save');
    save.setAttribute('aria-label', `Save ${name}`);
    const form = element('form', { noValidate: true }, element('h3', {}, name), drawn.node, save);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void busy(form, () =>
        drawn.placing(async () => {
          const group = await ask('PATCH', `/groups/${key}`, changes(before, drawn.read()));
          const next = draw(group);
          form.replaceWith(next);
          /** @type {HTMLElement | null} */ (next.querySelector('[type=submit]'))?.focus();
          tell(`${name} is saved, and in force.`);
        }),
      );
    });
    return form;
  }

  return { load };
}
