import { AGENTS, createFakePhone, SAMPLE_DEVICES } from '@ringback/testing';
import { expect, waitUntil } from '@open-wc/testing';
import { EMEET_M0, FakeHeadset, FakeHid } from '../headset/fake-hid.harness.ts';
import { BarHarness } from '../softphone/softphone.harness.ts';

const ok = { state: 'ok' } as const;

describe('<ringback-softphone>: what the agent decides himself', () => {
  it('changes the status, and the strip says it', async () => {
    const bar = await BarHarness.open();
    bar.part('own-status')!.click();
    await waitUntil(() => bar.inPanel('input[type=radio]').length === 3);
    await expect(bar.element).to.be.accessible();
    bar.inPanel<HTMLInputElement>('input[value=do-not-disturb]')[0]?.click();
    for (const radio of bar.inPanel<HTMLInputElement>('input[type=radio]'))
      if (radio.value === 'do-not-disturb') radio.click();
    await bar.says('Do not disturb');
    expect(bar.backend.requests).to.deep.include([
      'me.update',
      { status: 'do-not-disturb', statusUntil: null },
    ]);
  });

  it('forwards to a number, which must have its country', async () => {
    const bar = await BarHarness.open();
    bar.element.open('forwarding');
    await waitUntil(() => bar.inPanel('[part=add]').length);
    await bar.pressInPanel('Add somebody');
    await bar.pressInPanel('Save');
    expect(bar.panelText).to.include('Write the number with the country code');
    const field = bar.inPanel<HTMLInputElement>('[name=number]')[0]!;
    field.value = '+380501112233';
    field.dispatchEvent(new Event('change'));
    await bar.drawn();
    await expect(bar.element).to.be.accessible();
    await bar.pressInPanel('Save');
    await bar.panelSays('Saved.');
    expect(bar.backend.state.me!.forwarding).to.have.length(1);
  });
});

describe('<ringback-softphone>: sound and connection', () => {
  it('chooses devices, and says when one was plugged in', async () => {
    const phone = createFakePhone({ agent: AGENTS.olena, devices: SAMPLE_DEVICES });
    const bar = await BarHarness.open({ phone });
    bar.element.open('devices');
    await waitUntil(() => bar.inPanel('select').length === 3);
    await expect(bar.element).to.be.accessible();
    const usb = { id: 'usb', name: 'Jabra' };
    phone.tell({ devices: { ...SAMPLE_DEVICES, microphones: [...SAMPLE_DEVICES.microphones, usb] } });
    await bar.panelSays('Jabra was plugged in.');
    await waitUntil(() => bar.readOut.polite === 'Jabra was plugged in.');
    await bar.pressInPanel('Use it');
    await bar.commanded('devices.choose', 'microphone', 'usb');
    expect(bar.panelText).not.to.include('was plugged in');
  });

  it('has the browser ask for a speaker where it lists none before', async () => {
    const phone = createFakePhone({ devices: { ...SAMPLE_DEVICES, speakers: [], asks: true } });
    const asked: string[] = [];
    Object.assign(phone.devices!, { askForSpeaker: async (kind: string) => void asked.push(kind) });
    const bar = await BarHarness.open({ phone });
    bar.element.open('devices');
    await waitUntil(() => bar.inPanel('[part=ask]').length === 2);
    await bar.pressInPanel('Rings on: choose another…');
    expect(asked).to.deep.equal(['ringer']);
    await expect(bar.element).to.be.accessible();
  });

  it('offers a headset whose buttons shall work, and says what is the matter with it', async () => {
    const hid = new FakeHid();
    const usb = new FakeHeadset(EMEET_M0);
    hid.choice = [usb];
    const before = Object.getOwnPropertyDescriptor(navigator, 'hid');
    Object.defineProperty(navigator, 'hid', { configurable: true, value: hid });
    try {
      const bar = await BarHarness.open({ phone: createFakePhone({ devices: SAMPLE_DEVICES }) });
      bar.element.open('devices');
      await waitUntil(() => bar.inPanel('ringback-softphone-headset').length);
      const row = bar.inPanel('ringback-softphone-headset')[0]!.shadowRoot!;
      const says = (words: string) =>
        waitUntil(() => row.textContent.includes(words), `It says “${row.textContent}”, not “${words}”.`);
      await says('Answer, hang up and mute by the buttons of a headset');
      row.querySelector('button')!.click();
      await says('eMeet M0: its buttons work.');
      await expect(bar.element).to.be.accessible();
      hid.unplug(usb);
      await says('The headset was unplugged.');
    } finally {
      if (before) Object.defineProperty(navigator, 'hid', before);
      else Reflect.deleteProperty(navigator, 'hid');
    }
  });

  it('records and plays back, and shows the loudness', async () => {
    const bar = await BarHarness.open({ phone: createFakePhone({ devices: SAMPLE_DEVICES }) });
    bar.element.open('devices');
    await waitUntil(() => bar.inPanel('[part=test]').length);
    await bar.pressInPanel('Record a test');
    await bar.panelSays('Say something');
    bar.phone.level(0.42);
    await bar.drawn();
    expect(bar.inPanel('[role=meter]')[0]!.getAttribute('aria-valuenow')).to.equal('42');
    await bar.pressInPanel('Stop and listen');
    await bar.panelSays('This is how others hear you.');
    await bar.pressInPanel('Stop');
    await bar.panelSays('Record a test');
    expect(bar.panelText).to.not.include('This is how others hear you.');
    await bar.pressInPanel('Record a test');
    await bar.panelSays('Say something');
  });

  it('says what does not work, why, and one thing to do about it', async () => {
    const phone = createFakePhone();
    phone.tell({
      health: {
        microphone: { state: 'failed', code: 'microphone-missing' },
        socket: ok,
        registration: ok,
        media: ok,
      },
      devices: SAMPLE_DEVICES,
    });
    const bar = await BarHarness.open({ phone });
    await bar.says('The microphone does not work');
    bar.part('ailing')!.click();
    await waitUntil(() => bar.inPanel('[part=action]').length === 1);
    await expect(bar.element).to.be.accessible();
    expect(bar.panelText).to.include('No microphone');
    await bar.pressInPanel('Check the sound');
    await waitUntil(() => bar.panel?.localName === 'ringback-softphone-devices');
  });

  it('says that the line is poor, and shows the numbers on demand', async () => {
    const quality = {
      rttMs: 480,
      jitterMs: 12,
      lossPercent: 6.3,
      mos: 2.9,
      warnings: ['high-loss'],
    } as const;
    const bar = await BarHarness.talking({ quality });
    await bar.press('The line is poor');
    await waitUntil(() => bar.inPanel('[part=quality]').length);
    expect(bar.panelText).to.include('Poor').and.to.include('480 ms').and.to.include('try a cable');
    await expect(bar.element).to.be.accessible();
  });
});
