// @ts-check
/** What callers hear, in the owner's own voice: files put there, listed and taken away. */
import { element } from './element.js';

/** @typedef {{ language: string, name: string, seconds?: number }} OwnPrompt */

/** @type {Record<string, string>} */
const SENTENCES = {
  voicemail: 'Before a message is left',
  message: 'When nobody answers',
  press: 'Offer to press 1 in the queue',
  callback: 'Thanks to who has pressed 1',
  music: 'Between two sentences in the queue',
};
for (let nth = 1; nth <= 10; nth += 1) SENTENCES[`position-${nth}`] = `Place ${nth} in the queue`;
for (let nth = 1; nth <= 10; nth += 1) SENTENCES[`minutes-${nth}`] = `About ${nth} min to wait`;
/** @type {Record<string, string>} */
const LANGUAGES = { all: 'Every language', en: 'English', uk: 'Ukrainian', ru: 'Russian' };

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {Record<string, string>} choices */
const options = (choices) =>
  Object.entries(choices).map(([value, title]) => element('option', { value }, title));

/** @param {import('./systems.js').Page & { send: (method: string, path: string, body: Blob) => Promise<unknown> }} page */
export function createPrompts({ ask, send, busy, tell }) {
  const form = /** @type {HTMLFormElement} */ (byId('prompt-form'));
  byId('prompt-name').replaceChildren(...options(SENTENCES));
  byId('prompt-language').replaceChildren(...options(LANGUAGES));

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
    const called = `${SENTENCES[name] ?? name}, ${LANGUAGES[language]}`;
    remove.setAttribute('aria-label', `Remove: ${called}`);
    const node = element('li', {}, `${called}: ${how} `);
    if (seconds !== undefined) {
      const sound = element('audio', { controls: true, preload: 'none' });
      sound.src = `/api/v1/prompts/${language}/${name}`;
      sound.setAttribute('aria-label', called);
      node.append(sound, ' ');
    }
    node.append(remove);
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
