/** What cannot be taken back at /admin is done when that was confirmed, and not by a slip of the hand. */
import { expect } from '@open-wc/testing';

const ADMIN = '/packages/gateway/public/admin';
type Section = (page: object) => { load(): Promise<void> };
/** Served to browsers as they stand, so they are loaded here as they stand. */
const INTEGRATIONS = `${ADMIN}/integrations.js`;
const SYSTEMS = `${ADMIN}/systems.js`;
const TELEPHONY = `${ADMIN}/telephony.js`;
const { createIntegrations } = (await import(INTEGRATIONS)) as { createIntegrations: Section };
const { createSystems } = (await import(SYSTEMS)) as { createSystems: Section };
const { createTelephony } = (await import(TELEPHONY)) as { createTelephony: Section };
const page = new DOMParser().parseFromString(await (await fetch(`${ADMIN}/admin.html`)).text(), 'text/html');

const body = { requestBody: { content: { 'application/json': { schema: { properties: {} } } } } };
const DESCRIBED = { paths: { '/api/v1/api-tokens': { post: body }, '/api/v1/webhooks': { post: body } } };
const SCHEMA = { type: 'object', properties: {} };
const OF_SYSTEM = { type: 'object', properties: { key: { type: 'string', title: 'API key' } } };
const URL_OF_HOOK = 'https://stock.example/hook';
const ANSWERS: Record<string, unknown> = {
  'GET /api-tokens': [{ id: 't1', kind: 'service', name: 'Stock', scopes: ['calls.all'] }],
  'GET /webhooks': [
    { id: 'w1', url: URL_OF_HOOK, types: ['call.ended'], paused: false, waiting: 2, dead: 1 },
    { id: 'w2', url: `${URL_OF_HOOK}2`, types: ['call.ended'], paused: false, waiting: 0, dead: 0 },
  ],
  'GET /crm/systems': [
    { id: 'amocrm', name: 'amoCRM', capabilities: ['deals'], schema: OF_SYSTEM },
    { id: 'bitrix24', name: 'Bitrix24', capabilities: ['deals'], schema: OF_SYSTEM },
  ],
  'GET /crm/connections': [
    { system: 'amocrm', settings: {}, recordOf: ['deals'] },
    { system: 'bitrix24', settings: {}, recordOf: [] },
  ],
  'GET /pbx/connection': {
    ...{ system: 'mango-office', name: 'MANGO OFFICE', editable: true, connected: true, up: true },
    ...{ employees: true, settings: {}, schema: SCHEMA },
  },
};

let asked: string[];
let questions: string[];
let says: boolean;
const [trueConfirm, trueFetch] = [window.confirm, window.fetch];
const ask = async (method: string, path: string) => {
  asked.push(`${method} ${path}`);
  return structuredClone(ANSWERS[`${method} ${path}`]);
};
const busy = (_where: HTMLElement, work: () => Promise<void>) => work();
const settled = async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};
const named = (name: string) =>
  [...document.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
  )!;

async function open(create: Section, id: string): Promise<void> {
  const main = document.createElement('main');
  main.append(page.getElementById(id)!.cloneNode(true));
  document.body.replaceChildren(main);
  await create({ ask, busy, tell: () => undefined }).load();
}

beforeEach(() => {
  [asked, questions] = [[], []];
  window.confirm = (question) => (questions.push(question ?? ''), says);
  window.fetch = async (input, init) =>
    input === '/openapi.json' ? Response.json(DESCRIBED) : trueFetch(input, init);
});
afterEach(() => {
  [window.confirm, window.fetch] = [trueConfirm, trueFetch];
  document.body.replaceChildren();
});

describe('At /admin it is asked first', () => {
  for (const { what, create, id, press, path, question } of [
    {
      ...{ what: 'whether a token is to be revoked', create: createIntegrations, id: 'integrations' },
      ...{ press: 'Revoke: Stock', path: '/api-tokens/t1', question: /^Revoke “Stock”\?/ },
    },
    {
      ...{ what: 'whether a webhook is to be removed, with what is lost', create: createIntegrations },
      ...{ id: 'integrations', press: `Remove: ${URL_OF_HOOK}`, path: '/webhooks/w1' },
      question: /^Remove https:\/\/stock\.example\/hook\? .* Events that it has not taken \(3\) are lost\.$/,
    },
    {
      ...{ what: 'whether one that has taken everything is', create: createIntegrations },
      ...{ id: 'integrations', press: `Remove: ${URL_OF_HOOK}2`, path: '/webhooks/w2' },
      question: /its secret is gone\.$/,
    },
    {
      ...{ what: 'whether a system is to be disconnected', create: createSystems, id: 'systems' },
      ...{ press: 'Disconnect', path: '/crm/connections/amocrm', question: /^Disconnect amoCRM\?/ },
    },
    {
      ...{ what: 'whether the PBX is to be disconnected', create: createTelephony, id: 'telephony' },
      ...{ press: 'Disconnect the PBX', path: '/pbx/connection', question: /^Disconnect the PBX\?/ },
    },
  ])
    it(what, async () => {
      await open(create, id);
      says = false;
      named(press).click();
      await settled();
      expect(questions).to.have.length(1);
      expect(questions[0]).to.match(question);
      expect(asked).not.to.include(`DELETE ${path}`);
      says = true;
      named(press).click();
      await settled();
      expect(asked).to.include(`DELETE ${path}`);
    });

  it('whether what is typed for one system is dropped for another', async () => {
    await open(createSystems, 'systems');
    const choice = document.querySelector<HTMLSelectElement>('#system-choice')!;
    const key = () => document.querySelector<HTMLInputElement>('#connection-fields input')!;
    const choose = (system: string) => {
      choice.value = system;
      choice.dispatchEvent(new Event('change'));
    };
    choose('bitrix24');
    expect(questions).to.deep.equal([]);
    key().value = 'a long key';
    says = false;
    choose('amocrm');
    expect(questions).to.deep.equal(['Bitrix24: drop what you have entered?']);
    expect([choice.value, key().value]).to.deep.equal(['bitrix24', 'a long key']);
    // Who keeps what is saved by itself, and takes nothing away.
    const deals = document.querySelector<HTMLSelectElement>('#record-of-deals')!;
    deals.value = 'bitrix24';
    deals.dispatchEvent(new Event('change'));
    await settled();
    expect(asked).to.include('PUT /crm/connections/bitrix24');
    expect([choice.value, key().value]).to.deep.equal(['bitrix24', 'a long key']);
    says = true;
    choose('amocrm');
    expect([choice.value, key().value]).to.deep.equal(['amocrm', '']);
  });
});
