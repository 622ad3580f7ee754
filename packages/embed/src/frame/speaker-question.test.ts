import { expect, waitUntil } from '@open-wc/testing';
import { LOCALES, RingbackError } from '@ringback/model';
import { askForSpeaker } from './speaker-question.ts';
import { speakerWords } from './speaker-question.words.ts';

function open(locale: (typeof LOCALES)[number] = 'en') {
  const root = document.body.appendChild(document.createElement('div'));
  root.id = 'login';
  const asked = Promise.withResolvers<void>();
  const shown: number[] = [];
  const stage = {
    root,
    show: ({ height }: { height: number }) => shown.push(height),
    hide: () => shown.push(0),
  };
  let questions = 0;
  const answer = askForSpeaker(stage, { locale, scheme: 'dark' }, () => {
    questions += 1;
    return asked.promise;
  });
  const [cancel, choose] = root.querySelectorAll('button');
  return { root, shown, answer, asked, questions: () => questions, cancel: cancel!, choose: choose! };
}

describe('the question for a speaker in the core frame', () => {
  afterEach(() => {
    document.documentElement.removeAttribute('style');
    for (const root of document.querySelectorAll('#login')) root.remove();
  });

  for (const locale of LOCALES) {
    it(`is labelled and accessible in "${locale}"`, async () => {
      const { root, choose } = open(locale);
      expect(root.querySelector('h1')!.textContent).to.equal(speakerWords[locale].title);
      window.dispatchEvent(new Event('focus'));
      expect(document.activeElement).to.equal(choose);
      await expect(root).to.be.accessible();
    });
  }

  it('lets the browser ask by a click of its own, once, and goes when a speaker was taken', async () => {
    const { root, shown, answer, asked, questions, choose } = open();
    expect(shown[0]).to.be.greaterThan(50);
    expect(questions()).to.equal(0);
    choose.click();
    choose.click();
    expect(questions()).to.equal(1);
    asked.resolve();
    await answer;
    expect([root.childElementCount, shown.at(-1)]).to.deep.equal([0, 0]);
  });

  it('tells why nothing was taken', async () => {
    const { answer, asked, choose } = open();
    const refused = answer.catch((error: RingbackError) => error.code);
    choose.click();
    asked.reject(new RingbackError('forbidden', 'No.'));
    expect(await refused).to.equal('forbidden');
  });

  it('leaves everything as it is by its button and by Escape', async () => {
    const first = open();
    first.cancel.click();
    await first.answer;
    const second = open();
    second.choose.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await second.answer;
    expect(first.questions() + second.questions()).to.equal(0);
  });

  it('does not take a window away that came in its place', async () => {
    const { root, answer, cancel, shown } = open();
    root.replaceChildren(document.createElement('form'));
    cancel.click();
    await answer;
    await waitUntil(() => root.querySelector('form'));
    expect(shown.at(-1)).not.to.equal(0);
  });
});
