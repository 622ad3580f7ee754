import { expect, waitUntil } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { FakeGateway, Widget } from './callback.harness.ts';

describe('<ringback-callback>: what a person has set in his system', () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(() => emulateMedia({ reducedMotion: 'no-preference', colorScheme: 'light' }));

  it('moves nothing for those who want no motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const gateway = new FakeGateway();
    const widget = await Widget.open(gateway);
    widget.type('0501234567');
    widget.main.click();
    await waitUntil(() => widget.status !== '');
    for (const element of widget.dialog.querySelectorAll('*')) {
      const { animationName, transitionDuration } = getComputedStyle(element);
      expect(animationName, element.outerHTML).to.equal('none');
      expect(transitionDuration, element.outerHTML).to.equal('0s');
    }
  });

  it('is dark where the system is, and can be read there', async () => {
    await emulateMedia({ colorScheme: 'dark' });
    const widget = await Widget.open();
    expect(getComputedStyle(widget.dialog).backgroundColor).to.not.equal('rgb(255, 255, 255)');
    await expect(widget.element).to.be.accessible();
  });
});
