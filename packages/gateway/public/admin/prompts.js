// @ts-check
/** What callers hear, in the owner's own voice: files put there, listed and taken away. */
import { element } from './form.js';

/** @typedef {{ language: string, name: string, seconds?: number }} OwnPrompt */

const NAMES = ['voicemail', 'message', 'callback', 'press', 'music'];
const NUMBERED = ['position', 'minutes'];

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {import('./systems.js').Page & { send: (method: string, path: string, body: Blob) => Promise<unknown> }} page */
export function createPrompts({ ask, send, busy, tell }) {
  const form = /** @type {HTMLFormElement} */ (byId('prompt-form'));
  const names = [
    ...NAMES,
    ...NUMBERED.flatMap((name) => Array.from({ length: 10 }, (_, nth) => `${name}-${nth + 1}`)),
  ];
  byId('prompt-name').replaceChildren(...names.map((name) => element('option', {}, name)));

  async function load() {
    /** @type {OwnPrompt[]} */
    const found = await ask('GET', '/prompts');
    byId('prompt-empty').hidden = found.length > 0;
    byId('prompt-list').replaceChildren(...found.map(draw));
  }

  /** @param {OwnPrompt} prompt */
  function draw({ language, name, seconds }) {
    const how = seconds === undefined ? 'cannot be played' : `${seconds} s`;
    const remove = element('button', { type: 'button' }, 'Remove');
    remove.setAttribute('aria-label', `Remove ${name}, ${language}`);
    const node = element('li', {}, `${name} (${language}): ${how} `, remove);
    remove.addEventListener('click', () => {
      void busy(node, async () => {
        await ask('DELETE', `/prompts/${language}/${name}`);
        await load();
      });
    });
    return node;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const file = data.get('file');
    if (!(file instanceof File) || file.size === 0) return tell('', 'Choose a file first.');
    void busy(form, async () => {
      await send('PUT', `/prompts/${data.get('language')}/${data.get('name')}`, file);
      form.reset();
      await load();
      tell('Saved. Callers hear it from now on.');
    });
  });
  return { load };
}
