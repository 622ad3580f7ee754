import { expect } from '@open-wc/testing';
import { addCommands, type RingbackGlobal } from './command-queue.ts';

describe('window.ringback', () => {
  it('answers calls queued by the stub, in order', () => {
    const heard: unknown[] = [];
    const page: { ringback?: RingbackGlobal } = {
      ringback: Object.assign(() => undefined, {
        q: [
          ['dial', 1],
          ['dial', 2],
        ],
      }),
    };
    addCommands(page, { dial: (number: number) => heard.push(number) });
    expect(heard).to.deep.equal([1, 2]);
  });

  it('is shared by two scripts, whichever comes first', () => {
    const page: { ringback?: RingbackGlobal } = {};
    addCommands(page, { open: () => 'opened' });
    page.ringback!('dial', 7);
    const heard: unknown[] = [];
    addCommands(page, { dial: (number: number) => heard.push(number) });
    expect(heard).to.deep.equal([7]);
    expect(page.ringback!('open')).to.equal('opened');
  });

  it('is gone when the last script has taken its commands off', () => {
    const page: { ringback?: RingbackGlobal } = {};
    const first = addCommands(page, { open: () => 1 });
    const second = addCommands(page, { dial: () => 2 });
    first();
    expect(page.ringback).to.be.a('function');
    second();
    expect('ringback' in page).to.equal(false);
  });

  it('knows only what a script has added, whatever an old library has put on every object', () => {
    const page: { ringback?: RingbackGlobal } = {};
    const everywhere = Object.prototype as { dial?: unknown };
    everywhere.dial = () => 'not ours';
    try {
      const takeOff = addCommands(page, { open: () => 'opened' });
      expect(page.ringback!('dial', 7)).to.equal(undefined);
      expect(page.ringback!('toString')).to.equal(undefined);
      expect(Object.keys(page.ringback!.c!)).to.deep.equal(['open']);
      expect([...page.ringback!.q!].map((call) => [...call])).to.deep.equal([['dial', 7], ['toString']]);
      takeOff();
      expect(page.ringback).to.equal(undefined);
    } finally {
      delete everywhere.dial;
    }
  });
});
