import { RingbackError } from '@ringback/model';
import { AGENTS, createFakeBackend, createFakePhone, type FakeBackend, ME } from '@ringback/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import '@ringback/ui/ringback-provider.js';
import type { RingbackDesk } from './desk.ts';
import './ringback-desk.ts';

/** What a person sees of his desk, and does with it. */
class DeskHarness {
  readonly element: RingbackDesk;

  constructor(element: RingbackDesk) {
    this.element = element;
  }

  static async open(backend: FakeBackend, width = 900): Promise<DeskHarness> {
    const provider = await fixture<HTMLElement>(
      html`<ringback-provider .phone=${createFakePhone()} .backend=${backend} .locale=${'en'}>
        <ringback-desk><p slot="block-rates" title="Rates">49.20</p></ringback-desk>
      </ringback-provider>`,
    );
    const desk = new DeskHarness(provider.querySelector('ringback-desk')!);
    desk.element.style.setProperty('width', `${width}px`);
    await desk.drawn();
    return desk;
  }

  async drawn(): Promise<void> {
    while (!(await this.element.updateComplete));
  }
  async until(true_: () => unknown, sentence: string): Promise<void> {
    await waitUntil(() => Boolean(true_()), sentence);
    await this.drawn();
  }
  all(selector: string): HTMLElement[] {
    return [...this.element.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
  one(selector: string): HTMLElement {
    const found = this.all(selector)[0];
    if (!found) throw new Error(`The desk has no ${selector}.`);
    return found;
  }
  get blocks(): string[] {
    return this.all('[data-block]').map((one) => one.dataset.block!);
  }
  get said(): string {
    return this.all('[aria-live=polite]')[0]!.textContent!.trim();
  }
  async press(selector: string): Promise<void> {
    this.one(selector).click();
    await this.drawn();
  }
}

const kept = (backend: FakeBackend) =>
  backend.crm.views.filter(({ list }) => list === 'desk').at(-1)?.columns;

/** Somebody has added a panel, and the gateway could not keep it. */
async function arrangesWhatCannotBeKept(backend: FakeBackend): Promise<DeskHarness> {
  const desk = await DeskHarness.open(backend);
  await desk.press('[data-arrange]');
  backend.failNext('views.create', new RingbackError('unavailable', 'The gateway cannot be reached.'));
  await desk.press('[data-add=funnel]');
  await desk.until(() => desk.all('[data-retry]').length === 1, 'Nothing is said.');
  return desk;
}

describe('The desk', () => {
  it('shows the blocks that one needs first, each an element of its own', async () => {
    const desk = await DeskHarness.open(createFakeBackend());
    expect(desk.blocks).to.deep.equal(['tasks', 'unattended', 'deals', 'calls']);
    await desk.until(() => desk.all('ringback-tasks').length === 1, 'There are no tasks.');
    await desk.until(() => desk.all('ringback-leads').length === 1, 'There are no leads.');
    expect(desk.one('ringback-leads').getAttribute('which')).to.equal('unattended');
  });

  it('loads a block only when it comes into sight', async () => {
    const spacer = document.createElement('div');
    spacer.style.setProperty('height', '5000px');
    const desk = await DeskHarness.open(createFakeBackend());
    desk.element.before(spacer);
    const backend = createFakeBackend();
    desk.element.backend = backend;
    await desk.drawn();
    expect(desk.all('[data-waits]').length).to.be.above(0);
    expect(backend.requests.filter(([name]) => name === 'tasks.list')).to.have.length(0);
    desk.element.scrollIntoView();
    await desk.until(() => desk.all('ringback-tasks').length === 1, 'It is not loaded.');
    spacer.remove();
  });

  it('loads all blocks when it is to be printed, also those that nobody scrolled to', async () => {
    const spacer = document.createElement('div');
    spacer.style.setProperty('height', '5000px');
    const desk = await DeskHarness.open(createFakeBackend());
    desk.element.before(spacer);
    desk.element.backend = createFakeBackend();
    await desk.drawn();
    expect(desk.all('[data-waits] .on-paper')[0]!.textContent).to.contain('Print once more');
    dispatchEvent(new Event('beforeprint'));
    await desk.until(() => desk.all('[data-waits]').length === 0, 'Blocks are missing on paper.');
    expect(desk.all('ringback-tasks, ringback-deals')).to.have.length(2);
    spacer.remove();
  });

  it('is arranged by keyboard, says where a block stands, and is kept for the next time', async () => {
    const backend = createFakeBackend();
    const desk = await DeskHarness.open(backend);
    await desk.press('[data-arrange]');
    desk.one('[data-block=tasks] [data-handle]').focus();
    await sendKeys({ press: 'ArrowDown' });
    await desk.until(() => desk.blocks[1] === 'tasks', 'It is not moved.');
    expect(desk.said).to.equal('Tasks: place 2 of 4');
    await desk.until(
      () => desk.element.shadowRoot!.activeElement === desk.one('[data-block=tasks] [data-handle]'),
      'The keyboard is elsewhere.',
    );
    await sendKeys({ press: 'End' });
    await desk.press('[data-block=deals] [data-wide]');
    await desk.press('[data-block=calls] [data-remove]');
    await desk.press('[data-add=rates]');
    const wanted = ['unattended', 'deals:wide', 'tasks', 'rates'];
    await desk.until(() => String(kept(backend)) === String(wanted), 'It is not kept.');
    await expect(desk.element).to.be.accessible();
    const again = await DeskHarness.open(backend);
    await again.until(() => again.blocks[0] === 'unattended', 'It is forgotten.');
    expect(again.blocks).to.deep.equal(['unattended', 'deals', 'tasks', 'rates']);
    expect(backend.crm.views.filter(({ list }) => list === 'desk')).to.have.length(1);
  });

  it('is as he left it for who signs in again, also while he was arranging it', async () => {
    const backend = createFakeBackend();
    const desk = await arrangesWhatCannotBeKept(backend);
    backend.setStatus('signed-out');
    await desk.drawn();
    expect(desk.all('[data-block], [data-retry], [data-arrange]')).to.have.length(0);
    backend.setStatus('online');
    await desk.until(() => desk.blocks.includes('funnel'), 'It is forgotten.');
    expect(desk.one('[data-arrange]').ariaPressed).to.equal('true');
    await desk.press('[data-retry]');
    await desk.until(() => kept(backend)?.includes('funnel'), 'It is not kept.');
  });

  it('gives whoever signs in next no block in which the one before has chosen something', async () => {
    const backend = createFakeBackend();
    const desk = await DeskHarness.open(backend);
    await desk.until(() => desk.all('ringback-tasks').length === 1, 'There are no tasks.');
    const [hers] = desk.all('ringback-tasks');
    backend.setStatus('signed-out');
    await desk.drawn();
    backend.setStatus('online');
    await desk.until(() => desk.all('ringback-tasks').length === 1, 'There are no tasks.');
    expect(desk.one('ringback-tasks')).to.equal(hers);
    backend.signInAs({ ...ME, agent: AGENTS.andriy });
    await desk.until(() => desk.all('ringback-tasks').some((one) => one !== hers), 'It is hers.');
    expect(desk.all('ringback-tasks')).to.have.length(1);
  });

  it('is as it came for whoever signs in next, who changes nothing of the one before', async () => {
    const backend = createFakeBackend();
    const desk = await DeskHarness.open(backend);
    await desk.press('[data-arrange]');
    await desk.press('[data-add=funnel]');
    await desk.until(() => kept(backend)?.includes('funnel'), 'It is not kept.');
    backend.setStatus('signed-out');
    await desk.drawn();
    backend.signInAs({ ...ME, agent: AGENTS.andriy });
    await desk.until(() => desk.blocks.length > 0, 'There is no desk.');
    expect(desk.blocks).not.to.include('funnel');
    await desk.press('[data-arrange]');
    await desk.press('[data-add=rates]');
    await desk.until(() => kept(backend)?.includes('rates'), 'It is not kept.');
    expect(desk.all('[data-retry]')).to.have.length(0);
    const owners = backend.crm.views.map(({ owner, columns }) => [owner.id, columns?.includes('rates')]);
    expect(owners).to.deep.equal([
      [ME.agent.id, false],
      [AGENTS.andriy.id, true],
    ]);
  });

  it('is arranged by dragging', async () => {
    const desk = await DeskHarness.open(createFakeBackend());
    await desk.press('[data-arrange]');
    const middle = (selector: string): [number, number] => {
      const { left, top, width, height } = desk.one(selector).getBoundingClientRect();
      return [Math.round(left + width / 2), Math.round(top + height / 2)];
    };
    desk.one('[data-block=tasks] [data-handle]').scrollIntoView({ block: 'center' });
    await sendMouse({ type: 'move', position: middle('[data-block=tasks] [data-handle]') });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: middle('[data-block=unattended] h3') });
    await desk.until(() => desk.blocks[0] === 'unattended', 'It is not moved.');
    await sendMouse({ type: 'up' });
    await desk.drawn();
    expect(desk.all('.held')).to.have.length(0);
    expect(desk.blocks.slice(0, 2)).to.deep.equal(['unattended', 'tasks']);
  });

  it('keeps the arrangement on the screen when it cannot be kept, says why, and tries again', async () => {
    const backend = createFakeBackend();
    const desk = await arrangesWhatCannotBeKept(backend);
    expect(desk.one('[role=alert]').innerText).to.contain('cannot be reached');
    expect(desk.blocks).to.include('funnel');
    await desk.press('[data-retry]');
    await desk.until(() => kept(backend)?.includes('funnel'), 'It is not kept.');
    expect(desk.all('[data-retry]')).to.have.length(0);
  });

  it('offers and shows only what the host has and the role may see', async () => {
    const desk = await DeskHarness.open(createFakeBackend({ without: ['deals', 'mail', 'leads'] }));
    expect(desk.blocks).to.deep.equal(['tasks', 'calls']);
    await desk.press('[data-arrange]');
    const offered = desk.all('[data-add]').map((one) => one.dataset.add);
    expect(offered).to.include('rates').and.not.include.members(['letters']);
    expect(offered).not.to.include('funnel');
  });

  it('that was emptied says what to do', async () => {
    const desk = await DeskHarness.open(createFakeBackend());
    await desk.press('[data-arrange]');
    while (desk.blocks.length) await desk.press('[data-remove]');
    expect(desk.one('[part=message]').innerText).to.contain('The desk is empty');
    await desk.press('[data-reset]');
    expect(desk.blocks).to.have.length(4);
  });
});

it('On a phone-sized screen blocks stand below each other, and nothing is wider than the screen', async () => {
  const desk = await DeskHarness.open(createFakeBackend(), 328);
  expect(desk.element.scrollWidth).to.be.at.most(328);
  const [first, second] = desk.all('[data-block]').map((one) => one.getBoundingClientRect());
  expect(first!.bottom).to.be.at.most(second!.top);
});
