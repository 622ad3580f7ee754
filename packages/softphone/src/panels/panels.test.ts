import { createFakeBackend, phoneCallOf } from '@ringback/testing';
import { expect, waitUntil } from '@open-wc/testing';
import { BarHarness } from '../softphone/softphone.harness.ts';

describe('<ringback-softphone>: what has a button, and what stands behind “More”', () => {
  const toggles = (bar: BarHarness) =>
    [...bar.part('menu')!.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'));
  const behind = (bar: BarHarness) => bar.inPanel('[part=entry]').map(({ innerText }) => innerText.trim());

  it('is as the page says, in its order', async () => {
    const bar = await BarHarness.open({
      backend: createFakeBackend({ missed: null }),
      bar: { panels: 'keys nonsense create recent | place mail' },
    });
    await waitUntil(() => toggles(bar)[0] === 'Keyboard', 'The names do not come.');
    expect(toggles(bar)).to.deep.equal(['Keyboard', 'New record', 'Calls', 'More']);
    await bar.openPanel('more', 'More');
    expect(behind(bar)).to.deep.equal(['Write a letter']);
    await bar.press('Close');
    bar.element.dock = 'bottom';
    await bar.openPanel('more', 'More');
    expect(behind(bar)).to.deep.equal(['Place of the bar', 'Write a letter']);
    await expect(bar.element).to.be.accessible();
  });

  it('is the usual, where the page says nothing', async () => {
    const bar = await BarHarness.open({ backend: createFakeBackend({ missed: null }) });
    expect(toggles(bar)).to.deep.equal(['Calls', 'New record', 'More']);
  });
});

describe('<ringback-softphone>: numbers of the page', () => {
  it('are offered behind “More” where the page has them read, and call', async () => {
    const bar = await BarHarness.open();
    bar.element.numbers = () => ['+380 50 111 22 33', '067 123 45 01'];
    await bar.openPanel('more', 'More');
    await bar.pressInPanel('Numbers on this page');
    await waitUntil(() => bar.inPanel('[part=number]').length === 2);
    await expect(bar.element).to.be.accessible();
    expect(bar.focusedInPanel?.textContent).to.include('+380 50 111 22 33');
    await bar.pressInPanel('067 123 45 01');
    await bar.commanded('call', '067 123 45 01');
    expect(bar.events).to.deep.include(['ringback-number-dial', { number: '067 123 45 01' }]);
    await waitUntil(() => !bar.panel, 'The list stays open.');
  });

  it('say that there is none, and are not offered where nobody reads them', async () => {
    const bar = await BarHarness.open();
    await bar.openPanel('more', 'More');
    expect(bar.panelText).not.to.include('Numbers on this page');
    bar.element.numbers = () => [];
    bar.element.open('numbers');
    await bar.panelSays('This page shows no phone number now.');
    await expect(bar.element).to.be.accessible();
  });
});

describe('<ringback-softphone>: keyboard and place', () => {
  const press = async (code: string, more: KeyboardEventInit = {}) => {
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', {
        code,
        altKey: true,
        shiftKey: true,
        bubbles: true,
        cancelable: true,
        ...more,
      }),
    );
    await import('./keys/shortcuts.ts');
  };

  it('mutes by shortcut, but not while somebody types', async () => {
    const bar = await BarHarness.talking();
    const field = document.body.appendChild(document.createElement('textarea'));
    field.dispatchEvent(
      new KeyboardEvent('keydown', {
        code: 'KeyM',
        altKey: true,
        shiftKey: true,
        bubbles: true,
        composed: true,
      }),
    );
    await press('KeyM');
    await bar.commanded('setMuted', 'call-1', true);
    expect(bar.phone.commands).to.have.length(1);
    field.remove();
  });

  it('does nothing by shortcut that only the phone can do at which the call is', async () => {
    const desk = { direction: 'in' as const, handset: true };
    const bar = await BarHarness.open({ calls: [phoneCallOf({ ...desk, id: 'rings' })] });
    await press('KeyU');
    bar.phone.put(phoneCallOf({ ...desk, id: 'rings', state: 'held' }));
    await press('KeyM');
    await press('KeyO');
    expect(bar.phone.commands).to.deep.equal([]);
    bar.phone.put(phoneCallOf({ ...desk, id: 'rings', state: 'connected' }));
    await press('KeyO');
    await bar.commanded('setHeld', 'rings', true);
  });

  it('offers in the small window only what can be done from here', async () => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const above = { requestWindow: async () => frame.contentWindow };
    Object.defineProperty(window, 'documentPictureInPicture', { value: above, configurable: true });
    const desk = { direction: 'in' as const, handset: true };
    const states = ['ringing', 'connected', 'held'] as const;
    const calls = states.map((state) => phoneCallOf({ ...desk, id: state, state }));
    const bar = await BarHarness.open({ calls });
    bar.element.open('window');
    const rows = () => [...(frame.contentDocument?.querySelectorAll('.call') ?? [])];
    await waitUntil(() => rows().length === 3);
    expect(rows().map((row) => [...row.querySelectorAll('button')].map(({ title }) => title))).to.deep.equal([
      ['Decline'],
      ['Hold', 'Hang up'],
      ['Hang up'],
    ]);
    frame.contentWindow!.dispatchEvent(new Event('pagehide'));
    frame.remove();
    delete (window as { documentPictureInPicture?: unknown }).documentPictureInPicture;
  });

  it('goes to the phone by shortcut, to what can be done with a call, and back to where one was', async () => {
    const bar = await BarHarness.open();
    const link = document.body.appendChild(document.createElement('button'));
    link.focus();
    const focused = () => bar.element.shadowRoot!.activeElement?.getAttribute('part');
    const jump = { code: 'KeyP', altKey: true, shiftKey: true, bubbles: true, composed: true };
    await press('KeyP');
    await waitUntil(() => focused() === 'number-field');
    bar.part('number-field')!.dispatchEvent(new KeyboardEvent('keydown', jump));
    expect(document.activeElement).to.equal(link);
    bar.phone.receive();
    await waitUntil(() => bar.part('answer'));
    await press('KeyP');
    expect(focused()).to.equal('answer');
    await press('KeyP');
    expect(document.activeElement).to.equal(link);
    link.remove();
  });

  it('goes there also from a field in which one types, wherever it stands, types nothing, and comes back into it', async () => {
    const bar = await BarHarness.open();
    const card = document.body.appendChild(document.createElement('div'));
    const field = card.attachShadow({ mode: 'open' }).appendChild(document.createElement('textarea'));
    const jump = (more: KeyboardEventInit = {}) =>
      new KeyboardEvent('keydown', {
        ...{ code: 'KeyP', altKey: true, shiftKey: true, bubbles: true, composed: true, cancelable: true },
        ...more,
      });
    field.focus();
    // AltGr: a letter of that keyboard.
    const letter = jump({ ctrlKey: true, shiftKey: false, modifierAltGraph: true });
    bar.element.keys = { phone: 'Ctrl+Alt+P' };
    field.dispatchEvent(letter);
    expect(letter.defaultPrevented).to.equal(false);
    bar.element.keys = {};
    const pressed = jump();
    field.dispatchEvent(pressed);
    expect(pressed.defaultPrevented).to.equal(true);
    const number = () => bar.element.shadowRoot!.activeElement;
    await waitUntil(() => number() === bar.part('number-field'), 'The phone is not reached.');
    number()!.dispatchEvent(jump());
    await waitUntil(() => card.shadowRoot!.activeElement === field, 'There is no way back.');
    card.remove();
  });

  for (const chosen of ['select', 'radio', 'checkbox'])
    it(`does so also from a ${chosen}, in which nobody types`, async () => {
      const bar = await BarHarness.talking();
      const control = document.createElement(chosen === 'select' ? 'select' : 'input');
      if (control instanceof HTMLInputElement) control.type = chosen;
      document.body.append(control);
      control.focus();
      control.dispatchEvent(
        new KeyboardEvent('keydown', {
          ...{ code: 'KeyM', altKey: true, shiftKey: true, bubbles: true, cancelable: true },
        }),
      );
      await waitUntil(() => bar.phone.state.calls[0]?.muted, 'The call is not muted.');
      control.remove();
    });

  it('tells a screen reader which keys do the same, as they are now', async () => {
    const bar = await BarHarness.talking();
    const keys = () =>
      ['bar', 'number-field', 'mute', 'hold', 'hang-up', 'recent-toggle', 'keypad-toggle'].map((part) =>
        bar.part(part)!.getAttribute('aria-keyshortcuts'),
      );
    const [phone, dial, hold, hangUp] = ['P', 'D', 'O', 'H'].map((letter) => `Alt+Shift+${letter}`);
    expect(keys()).to.deep.equal([phone, dial, 'Alt+Shift+M', hold, hangUp, 'Alt+Shift+L', null]);
    bar.element.keys = { mute: 'Ctrl+Alt+M', calls: '' };
    await bar.drawn();
    expect(keys()).to.deep.equal([phone, dial, 'Control+Alt+M', hold, hangUp, null, null]);
    await expect(bar.element).to.be.accessible();
  });

  it('takes another key, and refuses one that is taken', async () => {
    const bar = await BarHarness.talking();
    bar.element.open('keys');
    await waitUntil(() => bar.inPanel('[part=combo]').length);
    await expect(bar.element).to.be.accessible();
    const combo = bar.inPanel('[part=combo]')[2]!;
    combo.focus();
    combo.click();
    const choose = async (code: string) => {
      combo.dispatchEvent(
        new KeyboardEvent('keydown', { code, altKey: true, shiftKey: true, bubbles: true }),
      );
      await bar.drawn();
    };
    await choose('KeyH');
    expect(bar.panelText).to.include('Alt+Shift+H already does this: Hang up, decline.');
    await choose('KeyY');
    expect(bar.element.keys).to.deep.equal({ mute: 'Alt+Shift+Y' });
    expect(bar.events.at(-1)).to.deep.equal([
      'ringback-bar-arranged',
      { dock: 'none', collapsed: false, keys: { mute: 'Alt+Shift+Y' } },
    ]);
  });

  it('moves to another edge, folds, and tells the page so', async () => {
    const bar = await BarHarness.open({ bar: { dock: 'bottom' } });
    bar.element.open('place');
    await waitUntil(() => bar.inPanel('input').length === 4);
    await expect(bar.element).to.be.accessible();
    bar.inPanel<HTMLInputElement>('input')[1]!.click();
    await bar.drawn();
    expect(bar.element.dock).to.equal('top');
    await bar.press('Fold the bar');
    expect(bar.element.collapsed).to.equal(true);
    expect(bar.panel).to.equal(undefined);
    expect(bar.events.at(-1)).to.deep.equal([
      'ringback-bar-arranged',
      { dock: 'top', collapsed: true, keys: {} },
    ]);
  });
});
