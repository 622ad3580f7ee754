import { expect, waitUntil } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { type Role, ROLE_PERMISSIONS } from '@ringback/model';

const ADMIN = '/packages/gateway/public/admin';
const html = await (await fetch(`${ADMIN}/admin.html`)).text();
const trueFetch = window.fetch;

const body = { requestBody: { content: { 'application/json': { schema: { properties: {} } } } } };
const DESCRIBED = { paths: { '/api/v1/api-tokens': { post: body }, '/api/v1/webhooks': { post: body } } };
const ANSWERS: Record<string, unknown> = {
  '/settings': {
    settings: {
      company: 'Boots',
      sites: [
        { key: 'shop', name: 'Shop' },
        { key: 'desk', name: 'Desk', browserCalls: { endpoint: 'visitors' } },
      ],
    },
    version: 1,
  },
  '/settings/schema': { properties: { company: { type: 'string', title: 'Company' } } },
  '/pbx/connection': {
    system: 'sandbox',
    name: 'Sandbox',
    editable: false,
    up: true,
    sipServers: ['wss://pbx.example:8089/ws', 'wss://pbx.example:8089/other'],
    settings: {},
    schema: {},
  },
  '/statistics/calls?by=day': {
    ...{ from: '2026-03-01', to: '2026-03-02', timeZone: 'UTC', by: 'day', rows: [] },
    total: {
      ...{ inbound: { answered: 0, abandoned: 0, unanswered: 0 }, outbound: { answered: 0, unanswered: 0 } },
      ...{ internal: 0, takenOver: 0, talkSeconds: 0 },
    },
  },
  '/finance/calls': {
    ...{ from: '2026-03-01', to: '2026-03-02', timeZone: 'UTC', rated: false },
    ...{ today: 0, total: 0, days: [], agents: [] },
  },
  '/campaigns': [],
  '/people': [],
  '/security': { pbx: true, locks: [], alarms: [], spent: 0 },
};
const CAMPAIGN = {
  campaign: { id: 'spring', name: 'Spring', group: 'sales', state: 'running' },
  progress: { total: 1, waiting: 1, calling: 0, results: {} },
};
const OLENA = {
  ...{ id: 'olena', login: 'olena', name: 'Olena', role: 'employee', extension: '101' },
  ...{ groups: [], talking: false },
};
let asked: string[];
/** What is answered by a refusal, and with what. */
let broken: Record<string, object>;
/** Who is signed in. */
let role: Role | undefined;
/** As whom the next login signs in. */
let nextRole: Role;
let who: string;
/** How often the page was loaded anew: kept from it, for the test's own page it is. */
let reloads: number;
let page = 0;

const keep = (event: Event & { navigationType?: string }) => {
  if (event.navigationType !== 'reload') return;
  event.preventDefault();
  reloads += 1;
};
const { navigation } = window as unknown as { navigation: EventTarget };

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const url = String(input);
  if (url === '/openapi.json') return Promise.resolve(json(DESCRIBED));
  if (!url.startsWith('/api/v1')) return Promise.resolve(new Response(null, { status: 404 }));
  const path = url.slice('/api/v1'.length);
  asked.push(`${init?.method ?? 'GET'} ${path}`);
  if (path === '/auth/logout' && role) {
    role = undefined;
    return Promise.resolve(new Response(null, { status: 204 }));
  }
  if (path === '/auth/login') role = nextRole;
  if (role === undefined)
    return Promise.resolve(json({ code: 'unauthorized', detail: 'Nobody is signed in.' }, 401));
  if (path === '/session')
    return Promise.resolve(json({ agent: { id: who }, permissions: ROLE_PERMISSIONS[role] }));
  const refusal = broken[`${init?.method ?? 'GET'} ${path}`];
  if (refusal) return Promise.resolve(json(refusal, 500));
  return Promise.resolve(json(ANSWERS[path] ?? []));
}

async function open(as: Role | undefined): Promise<void> {
  [asked, role, who, reloads] = [[], as, 'agent-1', 0];
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  document.body.replaceChildren(...parsed.body.children);
  window.fetch = answer as typeof fetch;
  // A page of its own: what it keeps is the module's.
  await import(`${ADMIN}/admin.js?page=${(page += 1)}`);
}
beforeEach(() => {
  broken = {};
  navigation.addEventListener('navigate', keep);
});
afterEach(() => {
  navigation.removeEventListener('navigate', keep);
  window.fetch = trueFetch;
  document.body.replaceChildren();
});

const shown = () =>
  [...document.querySelectorAll<HTMLElement>('main > form, main > section')]
    .filter(({ hidden }) => !hidden)
    .map(({ id }) => id);
const text = (id: string) => document.getElementById(id)!.textContent!.trim();

function logInAs(next: string, as: Role = 'administrator'): void {
  [who, nextRole] = [next, as];
  document.querySelector<HTMLInputElement>('#login-name')!.value = 'somebody';
  document.querySelector<HTMLInputElement>('#login-password')!.value = 'secret';
  document.querySelector<HTMLFormElement>('#login')!.requestSubmit();
}
/** The page's own look, without which nothing is hidden or sticks. */
async function style(): Promise<HTMLElement> {
  const styles = document.createElement('link');
  [styles.rel, styles.href] = ['stylesheet', `${ADMIN}/admin.css`];
  const loaded = new Promise((resolve) => styles.addEventListener('load', resolve, { once: true }));
  document.head.append(styles);
  await loaded;
  return styles;
}
/** What was pressed there is done: its buttons can be pressed again. */
const settled = (part: HTMLElement) =>
  waitUntil(() => [...part.querySelectorAll('button')].every(({ disabled }) => !disabled));

describe('The page at /admin', () => {
  for (const [who, parts] of [
    ['group-head', ['try', 'groups', 'campaigns', 'numbers', 'variants']],
    ['marketer', ['numbers', 'variants']],
    ['accountant', ['spending']],
    ['company-head', ['try', 'campaigns', 'numbers', 'variants', 'spending', 'integrations']],
  ] as const)
    it(`shows the ${who} what his role may, and asks for nothing else`, async () => {
      await open(who);
      expect(shown()).to.deep.equal(parts);
      expect(asked.filter((one) => /settings|people|security|prompts|crm|pbx/.test(one))).to.deep.equal([]);
      expect([text('status'), text('alert')]).to.deep.equal(['', '']);
      expect(document.querySelector('.unread')).to.equal(null);
      const contents = [...document.querySelectorAll('#contents a')].map(({ textContent }) => textContent);
      expect(contents).to.have.length(document.querySelectorAll('section:not([hidden]) > h2').length);
    });

  it('shows the administrator all but the groups that he does not head', async () => {
    await open('administrator');
    expect(shown()).to.include.members([
      'settings',
      'telephony',
      'people',
      'security',
      'integrations',
      'try',
    ]);
    expect(shown()).to.not.include('groups');
    expect(text('fields')).to.contain('Company');
  });

  it('shows what the head of a group has typed again, when his session has ended over it', async () => {
    ANSWERS['/groups'] = [{ key: 'sales', name: 'Sales', ringSeconds: 20 }];
    try {
      await open('group-head');
      const seconds = document.querySelector<HTMLInputElement>('#groups-list input[type=number]')!;
      seconds.value = '30';
      role = undefined;
      document.querySelector<HTMLFormElement>('#groups-list form')!.requestSubmit();
      await waitUntil(() => shown().join() === 'login');
      logInAs('agent-1', 'group-head');
      await waitUntil(() => shown().includes('groups'));
      expect(text('status')).to.equal('You are logged in again; your changes are not saved yet.');
      expect([seconds.isConnected, seconds.value]).to.deep.equal([true, '30']);
    } finally {
      delete ANSWERS['/groups'];
    }
  });

  it('tells an employee that there is nothing for him, and signs him out', async () => {
    await open('employee');
    expect(shown()).to.deep.equal(['login']);
    expect(text('alert')).to.contain('Your role has nothing to do on this page.');
    expect(asked).to.deep.equal(['GET /session', 'POST /auth/logout']);
  });

  for (const [when, ended] of [
    ['is loaded anew by a logout, so that nothing of it is left for the next', false],
    ['is loaded anew by a logout after the session has ended, too', true],
  ] as const)
    it(when, async () => {
      await open('administrator');
      if (ended) role = undefined;
      document.getElementById('logout')!.click();
      await waitUntil(() => reloads === 1, 'Secrets and what was typed are still there.');
      expect(asked.at(-1)).to.equal('POST /auth/logout');
    });

  describe('with something that is not saved', () => {
    const questions: string[] = [];
    const trueConfirm = window.confirm;
    let says: boolean;
    const logOut = () => document.getElementById('logout')!.click();
    const isKept = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const one = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
    beforeEach(() => {
      ANSWERS['/groups'] = [
        {
          key: 'sales',
          name: 'Sales',
          members: ['olena'],
          algorithm: 'in-order',
          queue: false,
          ringSeconds: 20,
        },
      ];
      [questions.length, says] = [0, false];
      window.confirm = (question) => (questions.push(question ?? ''), says);
    });
    afterEach(() => {
      delete ANSWERS['/groups'];
      window.confirm = trueConfirm;
    });

    for (const [what, as, change] of [
      [
        'what is typed',
        'administrator',
        () => (one<HTMLInputElement>('#person-fields input').value = 'maria'),
      ],
      [
        'what is chosen',
        'group-head',
        () => (one<HTMLSelectElement>('#groups-list select').selectedIndex = 0),
      ],
      ['a tick', 'group-head', () => one<HTMLInputElement>('#groups-list input[type=checkbox]').click()],
      ['an item less', 'group-head', () => one('#groups-list [aria-label^="Remove Members"]').click()],
    ] as const)
      it(`asks before ${what} is lost to a logout, or to leaving`, async () => {
        await open(as);
        expect(isKept()).to.equal(false);
        change();
        expect(isKept()).to.equal(true);
        logOut();
        expect(questions).to.deep.equal(['Log out and drop what you have not saved?']);
        expect([asked.includes('POST /auth/logout'), reloads]).to.deep.equal([false, 0]);
        says = true;
        logOut();
        await waitUntil(() => reloads === 1, 'He is still signed in.');
      });

    it('asks nothing about what a report was asked for', async () => {
      await open('marketer');
      one<HTMLSelectElement>('#numbers-fields select').selectedIndex = 1;
      one<HTMLInputElement>('#numbers-fields [type=date]').value = '2026-02-01';
      logOut();
      await waitUntil(() => reloads === 1);
      expect(questions).to.deep.equal([]);
    });
  });

  describe('when the session ends over something that is not saved', () => {
    const company = () => document.querySelector<HTMLInputElement>('#fields input')!;
    beforeEach(async () => {
      await open('administrator');
      company().value = 'Slippers';
      company().dispatchEvent(new Event('input', { bubbles: true }));
      role = undefined;
      document.querySelector<HTMLFormElement>('#settings')!.requestSubmit();
      await waitUntil(() => shown().join() === 'login');
    });

    it('shows it to the same administrator again', async () => {
      logInAs('agent-1');
      await waitUntil(() => shown().includes('settings'));
      expect(text('status')).to.equal('You are logged in again; your changes are not saved yet.');
      expect([company().value, reloads]).to.deep.equal(['Slippers', 0]);
      document.querySelector<HTMLFormElement>('#settings')!.requestSubmit();
      await waitUntil(() => text('status').startsWith('Saved.'));
    });

    it('is loaded anew for another one, who sees nothing of it meanwhile', async () => {
      logInAs('agent-2');
      await waitUntil(() => reloads === 1, 'He finds it as his own.');
      expect(shown()).to.deep.equal(['login']);
    });
  });

  for (const [path, id, name] of [
    ['/security', 'security', 'Security: locks and alarms'],
    ['/settings/schema', 'settings', 'Settings'],
    ['/pbx/connection', 'tags', 'Script tags'],
    ['/crm/systems', 'systems', 'Systems of record'],
  ] as const)
    it(`goes on without ${name} that cannot be read, which says so and is tried again`, async () => {
      const styles = await style();
      broken[`GET ${path}`] = { code: 'bug', detail: 'Boom.' };
      await open('administrator');
      expect(shown()).to.include.members(['settings', 'people', 'security', 'systems', 'integrations']);
      expect([text('status'), text('alert')]).to.deep.equal(['', '']);
      const part = document.getElementById(id)!;
      expect(part.innerText).to.contain('This part cannot be shown. Boom.');
      const again = () => part.querySelector<HTMLElement>(`[aria-label="Try again: ${name}"]`)!;
      // Nothing is said of what is not known, and nothing of it can be pressed.
      const left = [...part.children].filter((one) => one.checkVisibility());
      expect(left.map(({ localName }) => localName)).to.deep.equal(
        id === 'settings' ? ['div'] : ['h2', 'div'],
      );
      await expect(part).to.be.accessible();
      again().click();
      await settled(part);
      expect(part.innerText).to.contain('This part cannot be shown. Boom.');
      broken = {};
      again().click();
      await settled(part);
      expect(part.innerText).not.to.contain('cannot be shown');
      expect(again()).to.equal(null);
      expect(document.activeElement).to.equal(part.querySelector('h2, #fields'));
      styles.remove();
    });

  describe('with numbers typed for a campaign and a form open at a person', () => {
    const numbers = () => document.querySelector<HTMLTextAreaElement>('#campaign-list textarea')!;
    const name = () => document.querySelector<HTMLInputElement>('#people-list form input')!;
    const typed = () => [numbers().value, numbers().closest('details')!.open, name().value];
    const TYPED = ['+380671112233, Taras', true, 'Olena B.'];
    const button = (label: string) =>
      [...document.querySelectorAll<HTMLElement>('button')].find(
        (one) => (one.getAttribute('aria-label') ?? one.textContent) === label,
      )!;
    beforeEach(async () => {
      Object.assign(ANSWERS, { '/campaigns': [CAMPAIGN], '/people': [OLENA] });
      await open('administrator');
      document.querySelector<HTMLElement>('#campaign-list summary')!.click();
      numbers().value = '+380671112233, Taras';
      button('Edit: Olena').click();
      name().value = 'Olena B.';
    });
    afterEach(() => Object.assign(ANSWERS, { '/campaigns': [], '/people': [] }));

    for (const [what, press] of [
      ['the settings are saved', () => document.querySelector<HTMLFormElement>('#settings')!.requestSubmit()],
      ['the campaign is paused', () => button('Pause: Spring').click()],
      ['campaigns are looked at again', () => document.getElementById('campaign-reload')!.click()],
      ['people are looked at again', () => document.getElementById('people-reload')!.click()],
    ] as const)
      it(`keeps both when ${what}`, async () => {
        const before = document.querySelectorAll('#campaign-list > li, #people-list > li');
        press();
        await waitUntil(() => [...before].some((row) => !row.isConnected), 'Nothing was read again.');
        await settled(document.getElementById('settings')!);
        expect(typed()).to.deep.equal(TYPED);
      });

    it('asks before they are lost', () => {
      const leave = () => {
        const event = new Event('beforeunload', { cancelable: true });
        dispatchEvent(event);
        return event.defaultPrevented;
      };
      expect(leave()).to.equal(true);
      numbers().value = '';
      name().value = 'Olena';
      expect(leave()).to.equal(false);
    });

    it('shows them again to whoever logs in again', async () => {
      role = undefined;
      document.getElementById('people-reload')!.click();
      await waitUntil(() => shown().join() === 'login');
      expect(text('status')).to.contain('your changes are still here');
      logInAs('agent-1');
      await waitUntil(() => shown().includes('people'));
      expect(typed()).to.deep.equal(TYPED);
    });

    it('has an empty place for more once the numbers are added', async () => {
      Object.assign(ANSWERS, { '/campaigns/spring/entries': { added: 1, doubled: 0, left: 0, faults: [] } });
      button('Add these numbers').click();
      await waitUntil(() => text('campaign-answer').startsWith('Spring: 1 added'));
      expect(numbers().value).to.equal('');
    });

    it('keeps the numbers that are refused', async () => {
      broken['POST /campaigns/spring/entries'] = { code: 'bug', detail: 'Boom.' };
      button('Add these numbers').click();
      await waitUntil(() => text('alert') === 'Boom.');
      expect(typed()).to.deep.equal(TYPED);
    });

    it('is loaded anew for the next one, who sees nothing of it meanwhile', async () => {
      role = undefined;
      document.getElementById('people-reload')!.click();
      await waitUntil(() => shown().join() === 'login');
      logInAs('agent-2');
      await waitUntil(() => reloads === 1, 'He finds it as his own.');
      expect(shown()).to.deep.equal(['login']);
    });
  });

  it('scrolls a field that is refused out from beneath what is told, at 360 px', async () => {
    await setViewport({ width: 360, height: 740 });
    const styles = await style();
    await open('administrator');
    const company = document.querySelector<HTMLElement>('#fields input')!;
    const detail = 'This cannot be saved as it stands. '.repeat(4);
    broken['PUT /settings'] = {
      code: 'invalid',
      detail,
      fields: { 'settings.company': 'must not be empty' },
    };
    scrollTo(0, company.getBoundingClientRect().top + scrollY);
    document.querySelector<HTMLFormElement>('#settings')!.requestSubmit();
    await waitUntil(() => text('alert') !== '');
    expect(document.activeElement).to.equal(company);
    const alert = document.getElementById('alert')!.getBoundingClientRect();
    expect(company.getBoundingClientRect().top).to.be.at.least(alert.bottom);
    expect(alert.top).to.be.at.least(0);
    styles.remove();
    await setViewport({ width: 1024, height: 768 });
  });

  it('names what the policy of a site with calls from the browser has to allow', async () => {
    await open('administrator');
    const policy = document.querySelector<HTMLTextAreaElement>(
      '[aria-label="Site with calls from the browser: to be added to a Content-Security-Policy"]',
    );
    expect(policy?.value).to.contain(`connect-src ${location.origin} wss://pbx.example:8089;`);
  });

  it('asks whoever is not signed in to log in', async () => {
    await open(undefined);
    expect(shown()).to.deep.equal(['login']);
    expect(text('status')).to.equal('Log in with your login at Ringback.');
    expect(asked).to.deep.equal(['GET /session']);
  });
});
