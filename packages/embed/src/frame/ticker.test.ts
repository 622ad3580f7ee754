import { expect } from '@open-wc/testing';
import { createTicker } from './ticker.ts';

/** A worker that ticks at once, as the built one does every two seconds. */
const workerUrl = (): string =>
  URL.createObjectURL(new Blob(['postMessage(null)'], { type: 'text/javascript' }));

describe('the clock of the core frame', () => {
  it('is a worker’s, which the background does not slow down, and ends with it', async () => {
    const { terminate } = Worker.prototype;
    let ended = 0;
    Worker.prototype.terminate = function () {
      ended += 1;
      terminate.call(this);
    };
    try {
      let stop = (): void => {};
      await new Promise<void>((resolve) => (stop = createTicker(workerUrl())(resolve)));
      stop();
      expect(ended).to.equal(1);
    } finally {
      Worker.prototype.terminate = terminate;
    }
  });
});
