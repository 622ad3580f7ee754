import { RingbackError } from '@ringback/model';
import { AGENTS, createFakeBackend, createFakePhone, FIXTURE_NOW, ME } from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { asked, taskOf, TasksHarness } from './tasks.harness.ts';

const DAYS = [taskOf(23, '14:30'), taskOf(25, '10:00'), taskOf(26, '16:00', { state: 'done' })];
const backendOf = (tasks = DAYS, more: Parameters<typeof createFakeBackend>[0] = {}) =>
  createFakeBackend({ crm: { tasks: structuredClone(tasks) }, now: () => FIXTURE_NOW, ...more });
const centre = (element: HTMLElement): [number, number] => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
};

describe('The list of tasks', () => {
  it('shows what is still to be done, what is due first first, and says what is overdue', async () => {
    const backend = createFakeBackend({ now: () => FIXTURE_NOW });
    const tasks = await TasksHarness.opened({ backend });
    expect(tasks.names.length).to.be.above(5);
    expect(tasks.all('[data-row]').some((row) => row.innerText.includes('done'))).to.equal(false);
    expect(tasks.all('.overdue')[0]!.innerText).to.contain('overdue');
    expect(asked(backend, 'tasks.list')[0]).to.deep.equal([{ limit: 50, states: ['open', 'in-progress'] }]);
    await expect(tasks.element).to.be.accessible();
  });

  it('is narrowed to one’s own tasks, and to those about a customer', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend });
    await tasks.choose(tasks.one('[data-filter=person]'), 'me');
    expect(asked(backend, 'tasks.list').at(-1)![0]).to.include({ responsibleId: AGENTS.olena.id });
    tasks.tasks.partyId = 'party-taras';
    await tasks.drawn();
    await tasks.until(
      () => (asked(backend, 'tasks.list').at(-1)![0] as { partyId?: string }).partyId === 'party-taras',
      'The customer was not asked for.',
    );
  });

  it('ends a task in its row, and says why when it cannot be', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend });
    backend.failNext('tasks.update', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    await tasks.press('Done: Task of the 23th');
    await tasks.until(
      () => tasks.all('.list > .problem, p.problem').some((one) => one.innerText),
      'Silence.',
    );
    await tasks.press('Done: Task of the 23th');
    await tasks.until(() => backend.crm.tasks[0]!.state === 'done', 'It is not done.');
  });

  it('has no buttons for what the connected system takes no change of', async () => {
    const tasks = await TasksHarness.opened({ backend: backendOf(DAYS, { readOnly: true }) });
    expect(tasks.all('[data-create], [data-action=done], select.inline')).to.have.length(0);
  });
});

describe('The calendar of tasks', () => {
  it('shows a month, a week, a day, and asks for just that time', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend, show: 'month' });
    expect(tasks.one('.when').innerText).to.equal('November 2026');
    expect(tasks.all('.heads > *').map((one) => one.innerText)[0]).to.equal('Mon');
    expect([tasks.placeOf('23th'), tasks.placeOf('25th')]).to.deep.equal(['23', '25']);
    const { from, to } = asked(backend, 'tasks.list').at(-1)![0] as { from: string; to: string };
    expect([new Date(from).toDateString(), new Date(to).toDateString()]).to.deep.equal([
      'Mon Oct 26 2026',
      'Mon Dec 07 2026',
    ]);
    await expect(tasks.element).to.be.accessible();
    await tasks.show('week');
    expect(tasks.all('.slot')).to.have.length(7);
    expect(tasks.one('.when').innerText).to.contain('23').and.to.contain('29 November 2026');
    await expect(tasks.element).to.be.accessible();
    await tasks.show('day');
    expect(tasks.placeOf('23th')).to.equal('14:00');
    await expect(tasks.element).to.be.accessible();
  });

  it('is leafed through, tells the page, and comes back to today', async () => {
    const tasks = await TasksHarness.opened({ backend: backendOf(), show: 'month' });
    const told = oneEvent(tasks.element, 'ringback-tasks-show');
    await tasks.press('Later');
    expect((await told).detail.show).to.equal('month');
    expect(tasks.one('.when').innerText).to.equal('December 2026');
    await tasks.press('Today');
    expect(tasks.one('.when').innerText).to.equal('November 2026');
    await tasks.press(tasks.slot('25').querySelector('.date') as HTMLElement);
    expect(tasks.one('.when').innerText).to.match(/^Wednesday,? 25 November 2026$/);
  });

  it('moves a task to another day by the mouse, at the same time of the day', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend, show: 'month' });
    tasks.slot('23').scrollIntoView({ block: 'center' });
    await sendMouse({ type: 'move', position: centre(tasks.chip('23th')) });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: centre(tasks.slot('27')) });
    await tasks.drawn();
    expect(tasks.placeOf('23th')).to.equal('27');
    await sendMouse({ type: 'up' });
    await tasks.until(() => asked(backend, 'tasks.update').length === 1, 'Nothing was saved.');
    const [id, patch] = asked(backend, 'tasks.update')[0] as [string, { dueAt: string }];
    expect([id, patch.dueAt]).to.deep.equal([DAYS[0]!.id, new Date('2026-11-27T14:30').toISOString()]);
    expect(tasks.all('ringback-task-form')).to.have.length(0);
  });

  it('moves a task by the keyboard, and says so at each step', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend, show: 'month' });
    tasks.chip('23th').focus();
    await sendKeys({ press: 'Space' });
    await tasks.drawn();
    expect(tasks.said).to.contain('Task of the 23th is picked up');
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'ArrowDown' });
    await tasks.drawn();
    expect(tasks.said).to.equal('To Tuesday 1 December');
    expect(tasks.focused?.innerText).to.contain('Task of the 23th');
    await sendKeys({ press: 'Enter' });
    await tasks.until(() => tasks.said.includes('now due'), 'It is not said that it was moved.');
    expect(backend.crm.tasks[0]!.dueAt).to.equal(new Date('2026-12-01T14:30').toISOString());
    expect(tasks.focused?.innerText).to.contain('Task of the 23th');
  });

  it('leaves a task where it was at Escape, and an ended one at all times', async () => {
    const backend = backendOf(DAYS, {});
    const tasks = await TasksHarness.opened({ backend, show: 'month' });
    tasks.chip('25th').focus();
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'Escape' });
    await tasks.drawn();
    expect([tasks.placeOf('25th'), tasks.said]).to.deep.equal(['25', 'Task of the 25th stays where it was.']);
    await tasks.choose(tasks.one('[data-filter=state]'), 'done');
    await tasks.until(() => tasks.all('.chip').length === 1, 'The done one does not come.');
    tasks.chip('26th').focus();
    await sendKeys({ press: 'Space' });
    expect(tasks.all('.held')).to.have.length(0);
    expect(asked(backend, 'tasks.update')).to.have.length(0);
  });

  it('is walked by arrows through days and tasks, with one stop for the tab key', async () => {
    const tasks = await TasksHarness.opened({ backend: backendOf(), show: 'month' });
    expect(tasks.all('.calendar [tabindex="0"]')).to.have.length(1);
    tasks.slot('23').querySelector<HTMLElement>('.date')!.focus();
    await sendKeys({ press: 'ArrowDown' });
    expect(tasks.focused?.innerText).to.contain('Task of the 23th');
    await sendKeys({ press: 'ArrowRight' });
    expect(tasks.focused?.innerText.trim()).to.equal('24');
    await sendKeys({ press: 'PageDown' });
    await tasks.until(() => tasks.one('.when').innerText === 'December 2026', 'The month does not change.');
    expect(tasks.all('.calendar [tabindex="0"]')).to.have.length(1);
    expect(tasks.focused?.className).to.equal('date');
  });

  it('shows both times when somebody else has moved the task meanwhile, and moves it only when told to', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend, show: 'month' });
    const theirs = { ...DAYS[0]!, dueAt: new Date('2026-11-24T09:00').toISOString() };
    backend.failNext('tasks.update', new RingbackError('conflict', 'Changed.', { current: theirs }));
    tasks.chip('23th').focus();
    for (const press of ['Space', 'ArrowDown', 'Enter']) await sendKeys({ press });
    await tasks.until(() => tasks.all('.clash').length > 0, 'Nothing is said.');
    expect(tasks.one('.clash').innerText).to.contain('24 Nov, 09:00').and.to.contain('30 Nov, 14:30');
    expect(tasks.placeOf('23th')).to.equal('24');
    await tasks.press('Move it all the same');
    await tasks.until(() => tasks.placeOf('23th') === '30', 'It was not moved.');
  });

  it('keeps such a clash for the one whose it is: the next person does not see it', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend, show: 'month' });
    const theirs = { ...DAYS[0]!, dueAt: new Date('2026-11-24T09:00').toISOString() };
    backend.failNext('tasks.update', new RingbackError('conflict', 'Changed.', { current: theirs }));
    tasks.chip('23th').focus();
    for (const press of ['Space', 'ArrowDown', 'Enter']) await sendKeys({ press });
    await tasks.until(() => tasks.all('.clash').length > 0, 'Nothing is said.');
    backend.setStatus('signed-out');
    await tasks.until(() => tasks.all('.clash').length === 0, 'It is shown to whoever passes by.');
    backend.setStatus('online');
    await tasks.until(() => tasks.all('.clash').length > 0, 'It is gone for the one who was asked.');
    backend.signInAs({ ...ME, agent: AGENTS.andriy });
    await tasks.until(() => tasks.all('.clash').length === 0, 'The next person is asked.');
  });

  for (const [who, sees] of [
    ['the next person', false],
    ['the same person', true],
  ] as const)
    it(`tells ${who} ${sees ? 'also' : 'nothing of'} a clash that came after the session had ended`, async () => {
      const backend = backendOf();
      const tasks = await TasksHarness.opened({ backend, show: 'month' });
      const theirs = { ...DAYS[0]!, dueAt: new Date('2026-11-24T09:00').toISOString() };
      const go = backend.beSlow();
      backend.failNext('tasks.update', new RingbackError('conflict', 'Changed.', { current: theirs }));
      tasks.chip('23th').focus();
      for (const press of ['Space', 'ArrowDown', 'Enter']) await sendKeys({ press });
      await tasks.until(() => asked(backend, 'tasks.update').length === 1, 'It is not moved.');
      backend.setStatus('signed-out');
      if (sees) backend.setStatus('online');
      else backend.signInAs({ ...ME, agent: AGENTS.andriy });
      let failures = 0;
      tasks.element.addEventListener('ringback-error', () => (failures += 1));
      go();
      await tasks.until(() => tasks.all('.chip').length > 0, 'The tasks do not come.');
      expect(failures).to.equal(sees ? 1 : 0);
      await tasks.drawn();
      expect(tasks.all('.clash')).to.have.length(sees ? 1 : 0);
      if (!sees) expect(tasks.said).to.equal('');
    });

  it('is of this month again for whoever signs in next, and holds nothing', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend, show: 'month' });
    tasks.slot('23').querySelector<HTMLElement>('.date')!.focus();
    await sendKeys({ press: 'PageDown' });
    await tasks.until(() => tasks.one('.when').innerText === 'December 2026', 'The month does not change.');
    backend.setStatus('signed-out');
    backend.setStatus('online');
    await tasks.until(() => tasks.all('.when').length > 0, 'There is no calendar.');
    expect(tasks.one('.when').innerText).to.equal('December 2026');
    backend.signInAs({ ...ME, agent: AGENTS.andriy });
    await tasks.until(() => tasks.all('.when')[0]?.innerText === 'November 2026', 'It is another month.');
  });

  it('puts a task back that could not be moved, and says why', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend, show: 'month' });
    backend.failNext('tasks.update', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    tasks.chip('23th').focus();
    for (const press of ['Space', 'ArrowRight', 'Enter']) await sendKeys({ press });
    await tasks.until(() => tasks.all('p.problem').length > 0, 'Nothing is said.');
    expect(tasks.one('p.problem').innerText).to.contain('cannot be reached');
    expect(tasks.placeOf('23th')).to.equal('23');
  });

  it('hears what others do', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend, show: 'month' });
    backend.emit('task.created', { task: taskOf(12, '11:00') });
    backend.emit('task.updated', {
      task: { ...DAYS[0]!, dueAt: new Date('2026-11-02T08:00').toISOString() },
    });
    await tasks.drawn();
    expect([tasks.placeOf('12th'), tasks.placeOf('23th')]).to.deep.equal(['12', '2']);
    const { id, system } = DAYS[0]!;
    backend.emit('record.removed', { system: 'another-shop', kind: 'task', id });
    await tasks.drawn();
    expect(tasks.placeOf('23th')).to.equal('2');
    backend.emit('record.removed', { system, kind: 'task', id });
    await tasks.drawn();
    expect(() => tasks.placeOf('23th')).to.throw('has no task');
  });

  it('on a phone-sized screen is no wider than the screen', async () => {
    for (const show of ['month', 'week', 'day'] as const) {
      const tasks = await TasksHarness.opened({ backend: backendOf(), show, width: 328 });
      expect(tasks.element.scrollWidth).to.be.at.most(328);
      await expect(tasks.element).to.be.accessible();
    }
  });
});

describe('A task is made', () => {
  it('from any element of the page, tied to what that is about', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend });
    const detail = { kind: 'task', partyId: 'party-taras', callId: 'call-1', name: 'Тарас Шевчук' };
    document.body.dispatchEvent(
      new CustomEvent('ringback-record-create', { detail, bubbles: true, composed: true, cancelable: true }),
    );
    const form = await tasks.form();
    expect(form.all('form')[0]!.innerText).to.contain('Тарас Шевчук');
    await form.press('Save');
    expect(form.field('title').getAttribute('aria-invalid')).to.equal('true');
    await form.fill('title', 'Call Taras back');
    await form.fill('dueAt', '2026-11-25T10:00');
    await form.fill('remindAt', '2026-11-25T09:45');
    await form.press('Save');
    await tasks.until(() => !form.isOpen, 'The form stays.');
    expect(backend.crm.tasks.at(-1)).to.deep.include({
      ...{ title: 'Call Taras back', kind: 'call', partyId: 'party-taras', callId: 'call-1' },
      remindAt: new Date('2026-11-25T09:45').toISOString(),
    });
    await tasks.until(() => tasks.names.includes('Call Taras back'), 'The list does not have it.');
  });

  it('not by the element while the page hides it', async () => {
    const tasks = await TasksHarness.opened({ backend: backendOf() });
    tasks.element.hidden = true;
    const asks = new CustomEvent('ringback-record-create', {
      ...{ detail: { kind: 'task' }, bubbles: true, cancelable: true },
    });
    expect(document.body.dispatchEvent(asks)).to.equal(true);
  });

  it('not at all by the element where the page makes it itself', async () => {
    const tasks = await TasksHarness.opened({ backend: backendOf() });
    const asking = oneEvent(tasks.element, 'ringback-record-create');
    document.addEventListener('ringback-record-create', (event) => event.preventDefault(), { once: true });
    await tasks.press('New task');
    expect((await asking).detail.kind).to.equal('task');
    await tasks.drawn();
    expect(tasks.all('ringback-task-form')).to.have.length(0);
  });

  it('at an hour of the day that is shown', async () => {
    const tasks = await TasksHarness.opened({ backend: backendOf(), show: 'day' });
    await tasks.press(tasks.slot('11:00').querySelector('.date') as HTMLElement);
    const form = await tasks.form();
    expect(form.field('dueAt').value).to.equal('2026-11-23T11:00');
  });
});

describe('A task is changed in its form', () => {
  it('and what was typed stays when somebody else has changed it meanwhile', async () => {
    const backend = backendOf();
    const tasks = await TasksHarness.opened({ backend });
    await tasks.press(tasks.inRow('Task of the 23th', '[data-action=open]'));
    const form = await tasks.form();
    await expect(form.element).to.be.accessible();
    await form.fill('title', 'My title');
    const theirs = { title: 'Their title', updatedAt: '2026-11-23T08:59:00.000Z' };
    backend.crm.tasks.splice(0, 1, { ...backend.crm.tasks[0]!, ...theirs });
    await form.press('Save');
    await tasks.until(() => form.alert.includes('Their title'), 'Nothing is said of the other.');
    expect(form.alert).to.contain('My title');
    expect(form.field('title').value).to.equal('My title');
    await form.press('Save mine');
    await tasks.until(() => backend.crm.tasks[0]!.title === 'My title', 'It was not saved.');
  });

  it('and asks before what was typed is thrown away', async () => {
    const tasks = await TasksHarness.opened({ backend: backendOf() });
    await tasks.press(tasks.inRow('Task of the 23th', '[data-action=open]'));
    const form = await tasks.form();
    await form.fill('title', 'Half a sen');
    await sendKeys({ press: 'Escape' });
    expect([form.isOpen, form.alert]).to.satisfy(
      ([open, alert]: [boolean, string]) => open && alert.includes('not saved'),
    );
    await form.press('Leave without saving');
    expect(form.isOpen).to.equal(false);
  });
});

describe('Tasks without their data', () => {
  it('say that they are loading, refused, gone, signed out, not kept here', async () => {
    const refused = backendOf();
    refused.failNext('tasks.list', new RingbackError('forbidden', 'No.'));
    expect((await TasksHarness.opened({ backend: refused })).message).to.contain('may not see');
    const failing = backendOf();
    failing.failNext('tasks.list', new RingbackError('bug', 'Broken.'));
    const failed = await TasksHarness.opened({ backend: failing });
    expect(failed.message).to.contain('could not be loaded');
    await failed.press('Try again');
    await failed.until(() => failed.names.length > 0, 'Nothing came.');
    const signedOut = backendOf(DAYS, { status: 'signed-out' });
    expect((await TasksHarness.opened({ backend: signedOut })).message).to.contain('Sign in');
    const without = backendOf(DAYS, { without: ['tasks'] });
    expect((await TasksHarness.opened({ backend: without })).message).to.contain('keeps nothing');
    expect((await TasksHarness.opened({ backend: backendOf([]) })).message).to.contain('No open tasks');
    const month = await TasksHarness.opened({ backend: backendOf([]), show: 'month' });
    expect(month.one('.foot').innerText).to.contain('No tasks in this time');
  });
});

it('A reminder’s task is opened in its form, and called about', async () => {
  const backend = backendOf([
    taskOf(23, '10:00', { partyId: 'party-taras', remindAt: '2026-11-23T09:00:00.000Z' }),
  ]);
  const phone = createFakePhone();
  const tasks = await TasksHarness.opened({ backend, phone });
  const reminders = await tasks.reminders();
  backend.remind(backend.crm.tasks[0]!.id);
  const inWindow = (selector: string) => reminders.renderRoot.querySelector<HTMLElement>(selector);
  await tasks.until(() => inWindow('[data-open]') !== null, 'No window comes.');
  inWindow('[data-open]')!.click();
  expect((await tasks.form()).field('title').value).to.equal('Task of the 23th');
});
