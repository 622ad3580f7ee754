import { RingbackError } from '@ringback/model';
import { createFakeBackend, type FakeBackend } from '@ringback/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { RingbackProcessEditor } from './process-editor.ts';
import './ringback-process-editor.ts';

async function open(backend: FakeBackend) {
  const element = await fixture<RingbackProcessEditor>(
    html`<ringback-process-editor .backend=${backend}></ringback-process-editor>`,
  );
  const all = <E extends HTMLElement = HTMLElement>(selector: string) => [
    ...element.renderRoot.querySelectorAll<E>(selector),
  ];
  const until = async (true_: () => boolean, sentence: string) => {
    await waitUntil(true_, sentence);
    await element.updateComplete;
  };
  await until(() => all('[aria-busy=true]').length === 0, 'It is still loading.');
  const text = () => all('section')[0]!.innerText;
  const press = async (selector: string) => {
    all(selector)[0]!.click();
    await element.updateComplete;
  };
  const type = async (selector: string, value: string) => {
    const field = all<HTMLInputElement>(selector)[0]!;
    field.value = value;
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
    await element.updateComplete;
  };
  return { element, all, until, text, press, type, check: () => all('[data-check]')[0]!.innerText };
}

describe('The editor of processes', () => {
  it('shows the claim as it is, its permitted steps in a table, and nothing wrong', async () => {
    const editor = await open(createFakeBackend());
    expect(editor.check()).to.contain('Nothing is wrong');
    const step = editor.all<HTMLInputElement>('[data-step="received/examined"]')[0]!;
    expect([step.checked, step.ariaLabel]).to.deep.equal([true, 'From Received to Being examined']);
    expect(editor.all<HTMLInputElement>('[data-step="received/settled"]')[0]!.checked).to.equal(false);
    await expect(editor.element).to.be.accessible();
  });

  it('says at once what is never reached and what is a dead end, and saves no such process', async () => {
    const backend = createFakeBackend();
    const editor = await open(backend);
    await editor.press('[data-step="received/examined"]');
    expect(editor.check()).to.contain('“Being examined” is never reached');
    expect(editor.check()).to.contain('“Received” is a dead end');
    await editor.press('[type=submit]');
    expect(backend.requests.map(([name]) => name)).not.to.include('processes.saveDefinition');
    await editor.press('[data-step="received/examined"]');
    expect(editor.check()).to.contain('Nothing is wrong');
  });

  it('makes a new process with a question and an action, which can then be started', async () => {
    const backend = createFakeBackend();
    const editor = await open(backend);
    await editor.press('[data-new]');
    await editor.type('[data-name]', 'Return of goods');
    await editor.press('[data-status=status-1] [data-add-item]');
    expect(editor.check()).to.contain('a name');
    await editor.type('[data-status=status-1] [data-item] select', 'question');
    await editor.type('[data-status=status-1] [data-item] .wide input', 'Why is it sent back?');
    await editor.press('[data-status=status-2] [data-add-action]');
    expect(editor.check()).to.contain('lacks its text');
    await editor.type('[data-status=status-2] [data-action] .wide input', 'It came back.');
    await editor.press('[type=submit]');
    await editor.until(() => editor.text().includes('Saved.'), 'It was not saved.');
    const made = backend.crm.definitions.find(({ name }) => name === 'Return of goods');
    expect(made?.statuses[0]?.items[0]).to.include({ kind: 'question', text: 'Why is it sent back?' });
    expect(made?.statuses[1]?.onEnter).to.deep.equal([{ kind: 'notify', text: 'It came back.' }]);
    expect(made?.version).to.equal(1);
  });

  it('takes the steps of a removed status with it', async () => {
    const editor = await open(createFakeBackend());
    await editor.press('[data-row=refused] [aria-label="Remove Refused"]');
    expect(editor.all('[data-step$="/refused"]')).to.have.length(0);
    expect(editor.check()).to.contain('Nothing is wrong');
  });

  it('that meets with what somebody else has saved shows both, and saves only when told to', async () => {
    const backend = createFakeBackend();
    const editor = await open(backend);
    await editor.type('[data-name]', 'My claim');
    const [before] = backend.crm.definitions;
    backend.crm.definitions.splice(0, 1, { ...before!, version: 7, name: 'Their claim' });
    await editor.press('[type=submit]');
    await editor.until(() => editor.text().includes('Somebody else has changed'), 'Nothing is said.');
    expect(editor.all<HTMLInputElement>('[data-name]')[0]!.value).to.equal('My claim');
    const rows = editor
      .all('[data-clash] tr')
      .map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows.slice(1)).to.deep.equal([['Name', 'Their claim', 'My claim']]);
    await editor.press('[data-mine]');
    await editor.until(() => editor.text().includes('Saved.'), 'It was not saved.');
    expect(backend.crm.definitions[0]).to.include({ name: 'My claim', version: 8 });
  });

  it('says that a process which runs cannot be deleted, that the role may not, and that nothing came', async () => {
    const backend = createFakeBackend();
    await backend.processes!.start!({ definitionId: 'claim', subject: { kind: 'party', id: 'party-taras' } });
    const editor = await open(backend);
    await editor.press('[data-remove]');
    await editor.until(() => editor.text().includes('One of these processes runs'), 'Nothing is said.');
    expect((await open(createFakeBackend({ readOnly: true }))).text()).to.contain('may not change');
    const failing = createFakeBackend();
    failing.failNext('processes.definitions', new RingbackError('bug', 'Broken.'));
    expect((await open(failing)).text()).to.contain('Broken.');
  });
});
