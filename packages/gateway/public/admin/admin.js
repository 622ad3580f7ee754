// @ts-check
/** The page at /admin: log in, and do there what one’s role may: change the settings, lead campaigns, look who would get a call. */
import { createCampaigns } from './campaigns.js';
import { drawContents } from './contents.js';
import { showDryRun } from './dry-run.js';
import { isChanged } from './form.js';
import { createGroups } from './groups.js';
import { createIntegrations } from './integrations.js';
import { createNumbers } from './numbers.js';
import { createOutboxList } from './outbox.js';
import { createPeople } from './people.js';
import { createPrompts } from './prompts.js';
import { createSecurity } from './security.js';
import { createSettings } from './settings.js';
import { createSpending } from './spending.js';
import { createSystems } from './systems.js';
import { createTelephony } from './telephony.js';
import { createVariants } from './variants.js';
import { element } from './element.js';

/** @typedef {{ code: string, detail?: string, hint?: string, fields?: Record<string, string> }} Problem */

const API = '/api/v1';

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const loginForm = /** @type {HTMLFormElement} */ (byId('login'));
const settingsForm = /** @type {HTMLFormElement} */ (byId('settings'));
const logout = /** @type {HTMLButtonElement} */ (byId('logout'));

/** What has a button of its own to save it; what is chosen for a report is not saved. */
const SAVED_THERE = 'main > section form:not(.report)';
/** The page goes for good, and nothing is asked. */
let leaving = false;
/** What whoever is signed in may do. @type {Set<string>} */
let rights = new Set();
/** Whose page it is. @type {string | undefined} */
let me;

class Refused extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super([problem.detail, problem.hint].filter(Boolean).join(' '));
    this.problem = problem;
  }
}

/** @param {string} method @param {string} path @param {unknown} [body] */
function ask(method, path, body) {
  if (body === undefined) return send(method, path);
  return send(method, path, new Blob([JSON.stringify(body)], { type: 'application/json' }));
}

/** @param {string} method @param {string} path @param {Blob} [body] */
async function send(method, path, body) {
  let answer;
  try {
    answer = await fetch(API + path, {
      method,
      ...(body && { body, headers: { 'Content-Type': body.type } }),
    });
  } catch {
    throw new Refused({
      code: 'unavailable',
      detail: 'The gateway cannot be reached.',
      hint: 'Nothing is lost; try again.',
    });
  }
  const value = answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  if (answer.ok) return value;
  throw new Refused(value?.code ? value : { code: 'bug', detail: `The gateway answered ${answer.status}.` });
}

/** @param {string} [status] @param {string} [alert] */
function tell(status = '', alert = '') {
  byId('status').textContent = status;
  byId('alert').textContent = alert;
  // It stands over the page’s upper edge, and the field that it is about is not to be beneath it.
  const over = byId('status').offsetHeight + byId('alert').offsetHeight;
  document.documentElement.style.scrollPaddingBlockStart = `${over + 8}px`;
  if (alert) document.activeElement?.scrollIntoView({ block: 'nearest' });
}

/** @param {'login' | 'settings' | 'none'} what */
function show(what) {
  loginForm.hidden = what !== 'login';
  byId('contents').hidden = what !== 'settings';
  for (const { id, needs } of SECTIONS) {
    byId(id).hidden = what !== 'settings' || !rights.has(needs);
  }
  logout.hidden = what === 'login';
  drawContents(byId('contents'));
}

/** @param {unknown} error */
function refused(error) {
  const problem = error instanceof Refused ? error.problem : undefined;
  if (problem?.code === 'unauthorized' && loginForm.hidden) {
    // What was typed stays: after the login it can be saved.
    show('login');
    tell(
      isUnsaved()
        ? 'Your session has ended. Log in again to go on; your changes are still here.'
        : 'Log in with your login at Ringback.',
    );
    byId('login-name').focus();
    return;
  }
  const faults = Object.entries(problem?.fields ?? {}).map(([path, why]) => `${path}: ${why}`);
  tell('', [error instanceof Error ? error.message : String(error), ...faults].join(' '));
}

const settings = createSettings({ ask });
const isUnsaved = () => settings.isChanged() || isChanged(document, SAVED_THERE) || campaigns.hasNumbers();

const systems = createSystems({ ask, busy, tell });
const telephony = createTelephony({ ask, busy, tell });
const people = createPeople({ ask, busy, tell });
const prompts = createPrompts({ ask, send, busy, tell });
const campaigns = createCampaigns({ ask, busy, tell });
const security = createSecurity({ ask, busy });
const groups = createGroups({ ask, busy, tell });
const outbox = createOutboxList({ ask, busy });
const variants = createVariants({ ask });
const numbers = createNumbers({ ask, busy, may: (right) => rights.has(right) });
const spending = createSpending({ ask, busy });
const integrations = createIntegrations({ ask, busy, tell });

/** @typedef {{ id: string, needs: string, load?: () => Promise<void> }} Section */

/**
 * What stands on the page, with the right that it needs.
 * @type {Section[]}
 */
const SECTIONS = [
  { id: 'settings', needs: 'settings.write', load: settings.load },
  { id: 'try', needs: 'routing.read' },
  { id: 'tags', needs: 'settings.write', load: drawTags },
  { id: 'telephony', needs: 'settings.write', load: telephony.load },
  { id: 'people', needs: 'people.manage', load: people.load },
  { id: 'prompts', needs: 'settings.write', load: prompts.load },
  { id: 'groups', needs: 'routing.group', load: groups.load },
  { id: 'campaigns', needs: 'campaigns.manage', load: campaigns.load },
  { id: 'security', needs: 'settings.write', load: security.load },
  { id: 'numbers', needs: 'statistics.read', load: numbers.load },
  { id: 'variants', needs: 'statistics.read', load: variants.load },
  { id: 'spending', needs: 'finance.read', load: spending.load },
  { id: 'systems', needs: 'settings.write', load: systems.load },
  { id: 'outbox', needs: 'settings.write', load: outbox.load },
  { id: 'integrations', needs: 'integrations.manage', load: integrations.load },
];

async function readRights() {
  const { agent, permissions } = await ask('GET', '/session');
  if (me !== undefined && me !== agent.id) await beginAnew();
  me = agent.id;
  rights = new Set(permissions);
}

/**
 * Nothing that one person has typed or was shown is left for the next, least of all a secret.
 * @returns {Promise<never>} The page goes, and nothing goes on in it.
 */
function beginAnew() {
  leaving = true;
  location.reload();
  return new Promise(() => undefined);
}

/** Loads what is stored and draws what he may see of it. */
async function load() {
  await readRights();
  // He may have had another role before.
  if (!rights.has('settings.write')) settings.clear();
  const his = SECTIONS.filter(({ needs }) => rights.has(needs));
  if (his.length === 0) {
    // A session that can do nothing here is not left lying about.
    void ask('POST', '/auth/logout').catch(() => undefined);
    show('login');
    tell(
      '',
      'Your role has nothing to do on this page. Log in as somebody who leads a group, reads figures, or is an administrator.',
    );
    return;
  }
  await Promise.all(his.map(loadSection));
  show('settings');
  tell();
}

/**
 * What cannot be had is told of in its place; the rest of the page goes on.
 * @param {Section} section
 */
async function loadSection(section) {
  const place = byId(section.id);
  try {
    await section.load?.();
    place.querySelector('.unread')?.remove();
  } catch (error) {
    const { message, problem } = /** @type {Error & { problem?: Problem }} */ (error);
    if (problem?.code === 'unauthorized') throw error;
    const unread = place.querySelector('.unread') ?? drawUnread(section);
    /** @type {Element} */ (unread.firstElementChild).textContent = `This part cannot be shown. ${message}`;
  }
}

/** @param {Section} section */
function drawUnread(section) {
  const place = byId(section.id);
  const heading = place.querySelector('h2');
  const again = element('button', { type: 'button' }, 'Try again');
  again.setAttribute('aria-label', `Try again: ${heading?.textContent ?? 'Settings'}`);
  const why = element('p', { className: 'error', ariaLive: 'polite' });
  const unread = element('div', { className: 'unread' }, why, again);
  again.addEventListener('click', () => {
    void busy(unread, async () => {
      await loadSection(section);
      drawContents(byId('contents'));
    });
  });
  if (heading) heading.after(unread);
  else place.prepend(unread);
  return unread;
}

async function save() {
  await settings.save();
  // Sites have tags, campaigns choose among the groups, and people are in them.
  await Promise.all(
    SECTIONS.filter(({ id }) => ['tags', 'campaigns', 'people'].includes(id)).map(loadSection),
  );
  tell('Saved. The settings are in force.');
}

/** @returns {Promise<{ src: string, integrity: string } | undefined>} the panel's script of this version, for pages that pin it */
async function pinnedScript() {
  const answer = await fetch('/v1/pinned.json').catch(() => undefined);
  return answer?.ok ? answer.json() : undefined;
}

async function drawTags() {
  const { origin } = location;
  const [{ settings }, pinned, { sipServers }] = await Promise.all([
    ask('GET', '/settings'),
    pinnedScript(),
    ask('GET', '/pbx/connection'),
  ]);
  /** @type {{ sites: { key: string, name: string, browserCalls?: object }[] }} */
  const { sites } = settings;
  const sockets = new Set(
    /** @type {string[]} */ (sipServers)
      .map((server) => new URL(server))
      .map(({ protocol, host }) => `${protocol}//${host}`),
  );
  const tags = [
    { name: 'Panel', tag: `<script src="${origin}/v1/ringback.js" data-gateway="${origin}" async></script>` },
    ...(pinned
      ? [
          {
            name: 'Panel, this version for good',
            tag: `<script src="${pinned.src}" integrity="${pinned.integrity}" crossorigin="anonymous" data-gateway="${origin}" async></script>`,
          },
        ]
      : []),
    ...sites.map(({ key, name }) => ({
      name,
      tag: `<script src="${origin}/v1/callback.js?site=${key}" async></script>`,
    })),
  ];
  // What a page's own Content-Security-Policy has to allow besides. Sound is needed for recordings, the policy's name where types are trusted.
  const allowed = [
    {
      name: 'Panel: to be added to a Content-Security-Policy',
      tag: `script-src ${origin}; frame-src ${origin}; media-src ${origin}; trusted-types lit-html`,
    },
    {
      name: 'Site: to be added to a Content-Security-Policy',
      tag: `script-src ${origin}; connect-src ${origin}; trusted-types lit-html`,
    },
    ...(sites.some(({ browserCalls }) => browserCalls)
      ? [
          {
            name: 'Site with calls from the browser: to be added to a Content-Security-Policy',
            tag: `script-src ${origin}; connect-src ${[origin, ...sockets].join(' ')}; trusted-types lit-html`,
          },
        ]
      : []),
  ];
  const rows = [
    ...tags.map((one) => ({ ...one, label: `Script tag of ${one.name}` })),
    ...allowed.map((one) => ({ ...one, label: one.name })),
  ].flatMap(({ name, tag, label }) => {
    const text = element('textarea', { readOnly: true, rows: 3, value: tag });
    text.setAttribute('aria-label', label);
    text.addEventListener('focus', () => text.select());
    return [element('dt', {}, name), element('dd', {}, text)];
  });
  byId('tags')
    .querySelector('dl')
    ?.replaceChildren(...rows);
}

/**
 * One thing at a time; whatever is refused is told.
 * @param {HTMLElement} where @param {() => Promise<void>} work
 */
async function busy(where, work) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  /** @type {HTMLElement | null | undefined} */
  const heading = where.closest('section, #settings')?.querySelector('h2, #fields');
  const buttons = [...where.querySelectorAll('button')];
  buttons.forEach((button) => (button.disabled = true));
  // What the last one told is over.
  tell();
  try {
    await work();
  } catch (error) {
    refused(error);
  } finally {
    buttons.forEach((button) => (button.disabled = false));
    if (document.activeElement === document.body) refocus(focused, heading);
  }
}

/**
 * A button that was off has lost the focus, and what it stood in may be drawn anew: the keyboard goes on there, not at the page's beginning.
 * @param {HTMLElement | null} focused @param {HTMLElement | null} [heading]
 */
function refocus(focused, heading) {
  if (heading) heading.tabIndex = -1;
  const to = focused?.isConnected && focused !== document.body ? focused : heading;
  to?.focus({ preventScroll: true });
}

loginForm.addEventListener('submit', (event) => {
  event.preventDefault();
  const { login, password } = Object.fromEntries(new FormData(loginForm));
  void busy(loginForm, async () => {
    const had = [...rights];
    await ask('POST', '/auth/login', { login, password });
    loginForm.reset();
    await readRights();
    if (!isUnsaved() || had.some((right) => !rights.has(right))) return load();
    show('settings');
    tell('You are logged in again; your changes are not saved yet.');
  });
});
settingsForm.addEventListener('submit', (event) => {
  event.preventDefault();
  void busy(settingsForm, save);
});
settingsForm.addEventListener('input', () => (byId('status').textContent = ''));
const dryRun = /** @type {HTMLFormElement} */ (byId('dry-run'));
dryRun.addEventListener('submit', (event) => {
  event.preventDefault();
  const { from, line, at } = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(dryRun)));
  void busy(dryRun, async () => {
    const asked = { from, ...(line && { line }), ...(at && { at: new Date(at).toISOString() }) };
    showDryRun(byId('dry-run-answer'), await ask('POST', '/routing/dry-run', asked));
    tell();
  });
});
byId('reload').addEventListener('click', () => {
  void busy(settingsForm, async () => {
    await settings.load();
    drawContents(byId('contents'));
  });
});
logout.addEventListener('click', () => {
  if (isUnsaved() && !confirm('Log out and drop what you have not saved?')) return;
  void busy(byId('status'), async () => {
    // A session that has ended already leaves as little behind.
    await ask('POST', '/auth/logout').catch((error) => {
      if (error.problem?.code !== 'unauthorized') throw error;
    });
    await beginAnew();
  });
});
addEventListener('beforeunload', (event) => {
  if (!leaving && isUnsaved()) event.preventDefault();
});

show('none');
await busy(byId('status'), load);
