import { RingbackError } from '@ringback/model';
import { AGENTS, ME } from '@ringback/testing';
import { expect } from '@open-wc/testing';
import { claims, ProcessHarness } from '../processes/processes.harness.ts';

describe('A process', () => {
  it('leads through its status: what to say, what to ask, where it may go', async () => {
    const process = await ProcessHarness.open(await claims());
    expect(process.status).to.equal('Received');
    expect(process.text).to.contain('Thank for the call').and.to.contain('What is wrong?');
    expect(process.all('[data-move]').map((one) => one.innerText)).to.deep.equal(['Being examined']);
    await expect(process.element).to.be.accessible();
  });

  it('does not go on while something required is missing, says what, and brings the keyboard there', async () => {
    const backend = await claims();
    const process = await ProcessHarness.open(backend);
    expect(process.blocked).to.contain('What is wrong?; What does the customer want?');
    process.press('[data-move=examined]');
    expect(process.element.shadowRoot!.activeElement).to.equal(process.field('what'));
    expect(backend.requests.map(([name]) => name)).not.to.include('processes.move');
  });

  it('keeps each answer with who gave it, and goes on when all are there', async () => {
    const backend = await claims();
    const process = await ProcessHarness.open(backend);
    await process.answer('what', 'The pot is broken');
    await process.answer('wish', 'Refund');
    await process.until(() => process.blocked === '', 'It is still blocked.');
    expect(process.text).to.contain('Олена Бондар');
    process.press('[data-move=examined]');
    await process.until(() => process.status === 'Being examined', 'It does not go on.');
    expect(process.all('.way li').map((one) => one.innerText.replace('›', '').trim())).to.deep.equal([
      'Received',
      'Being examined',
    ]);
    process.all<HTMLDetailsElement>('details')[0]!.open = true;
    expect(process.text).to.contain('The pot is broken');
    await expect(process.element).to.be.accessible();
  });

  it('has real tasks: done here, they block no more', async () => {
    const backend = await claims();
    const process = await ProcessHarness.open(backend);
    await process.answer('what', 'Broken');
    await process.answer('wish', 'Repair');
    await process.until(() => process.blocked === '', 'It is still blocked.');
    process.press('[data-move=examined]');
    await process.until(() => process.status === 'Being examined', 'It does not go on.');
    expect(process.blocked).to.contain('Find out what happened');
    process.press('[data-item=examine] [data-answer]');
    await process.until(() => !process.blocked.includes('Find out'), 'The task still blocks.');
    expect(backend.crm.tasks.find(({ title }) => title === 'Find out what happened')?.state).to.equal('done');
  });

  it('shows nothing while nobody is signed in, and no answer that was begun by somebody else', async () => {
    const backend = await claims();
    const process = await ProcessHarness.open(backend);
    const begin = (text: string) => {
      const field = process.field('what');
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    begin('The pot is');
    backend.setStatus('signed-out');
    await process.until(() => process.text.includes('Sign in'), 'It does not say what to do.');
    expect(process.text).not.to.contain('What is wrong?');
    backend.setStatus('online');
    await process.until(() => process.text.includes('What is wrong?'), 'It does not come back.');
    expect(process.field('what').value).to.equal('The pot is');
    backend.signInAs({ ...ME, agent: AGENTS.andriy });
    const answer = () => process.all<HTMLTextAreaElement>('[data-item=what] textarea')[0]?.value;
    await process.until(() => answer() === '', 'It is shown.');
  });

  it('that somebody else has moved meanwhile says so with both statuses, and keeps what was typed', async () => {
    const backend = await claims();
    const process = await ProcessHarness.open(backend);
    await process.answer('what', 'Broken');
    await process.answer('wish', 'Repair');
    await process.until(() => process.blocked === '', 'It is still blocked.');
    const now = backend.crm.processes[0]!;
    const theirs = {
      ...now,
      version: now.version + 1,
      status: { id: 'answered', name: 'Answer given', end: 'none' as const },
    };
    backend.failNext('processes.move', new RingbackError('conflict', 'Went on.', { current: theirs }));
    process.press('[data-move=examined]');
    await process.until(() => process.all('.clash').length > 0, 'Nothing is said.');
    expect(process.all('.clash')[0]!.innerText)
      .to.contain('“Answer given”')
      .and.to.contain('“Being examined”');
    expect(process.status).to.equal('Answer given');
  });

  it('says why an answer was not kept, and does not lose it', async () => {
    const backend = await claims();
    const process = await ProcessHarness.open(backend);
    backend.failNext('processes.answer', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    await process.answer('what', 'A long story');
    await process.until(() => process.text.includes('cannot be reached'), 'Nothing is said.');
    expect(process.field('what').value).to.equal('A long story');
    backend.emit('process.updated', { process: { ...backend.crm.processes[0]!, version: 99 } });
    await process.element.updateComplete;
    expect(process.field('what').value).to.equal('A long story');
  });

  it('is followed as others lead it, and is only looked at where nothing may be changed', async () => {
    const backend = await claims(undefined, { readOnly: true });
    const process = await ProcessHarness.open(backend);
    expect(process.all('[data-move]')).to.have.length(0);
    expect(process.field('what').disabled).to.equal(true);
    const ended = { ...backend.crm.processes[0]!, version: 99, endedAt: '2026-11-23T09:00:00.000Z' };
    backend.emit('process.updated', { process: ended });
    await process.until(() => process.text.includes('has ended'), 'It is not followed.');
  });

  it('that cannot be loaded says why, and comes when asked again', async () => {
    const backend = await claims();
    backend.failNext('processes.get', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    const process = await ProcessHarness.open(backend);
    expect(process.text).to.contain('cannot be reached');
    process.press('button');
    await process.until(() => process.status === 'Received', 'It does not come.');
  });
});
