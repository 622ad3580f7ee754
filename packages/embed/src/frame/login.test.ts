import { expect, waitUntil } from '@open-wc/testing';
import { type ErrorCode, LOCALES, RingbackError } from '@ringback/model';
import { createLogin } from './login.ts';
import { loginWords } from './login.words.ts';

function open(locale: (typeof LOCALES)[number] = 'en') {
  const root = document.body.appendChild(document.createElement('div'));
  root.id = 'login';
  const sizes: { width: number; height: number }[] = [];
  const tries: { login: string; password: string }[] = [];
  let hidden = 0;
  let gateway: (() => Promise<void>) | undefined;
  const login = createLogin({
    root,
    login: async (input) => {
      tries.push(input);
      await gateway?.();
    },
    show: (size) => void sizes.push(size),
    hide: () => void (hidden += 1),
  });
  login.open({ locale, scheme: 'dark' });
  const field = (name: string) => root.querySelector<HTMLInputElement>(`[name=${name}]`)!;
  return {
    root,
    sizes,
    tries,
    field,
    hides: () => hidden,
    problem: () => root.querySelector('[role=alert]')!.textContent,
    answer: (how: () => Promise<void>) => void (gateway = how),
    submit(name: string, password: string) {
      field('login').value = name;
      field('password').value = password;
      root.querySelector('form')!.requestSubmit();
    },
  };
}

describe('the login in the core frame', () => {
  afterEach(() => {
    document.documentElement.removeAttribute('style');
    for (const root of document.querySelectorAll('#login')) root.remove();
  });

  for (const locale of LOCALES) {
    it(`is labelled and accessible in "${locale}"`, async () => {
      const form = open(locale);
      expect(form.root.querySelector('h1')!.textContent).to.equal(loginWords[locale].title);
      expect(form.field('login').labels![0]!.textContent).to.equal(loginWords[locale].login);
      expect(document.documentElement.lang).to.equal(locale);
      await expect(form.root).to.be.accessible();
    });
  }

  it('asks for a window and puts the caret into the first field', async () => {
    const form = open();
    expect(form.sizes[0]!.width).to.equal(340);
    expect(form.sizes[0]!.height).to.be.above(100);
    // As it is when the host gives the focus to the frame.
    window.dispatchEvent(new Event('focus'));
    expect(document.activeElement === form.field('login')).to.equal(true);
    form.field('password').focus();
    window.dispatchEvent(new Event('focus'));
    expect(document.activeElement === form.field('password')).to.equal(true);
    expect(document.documentElement.style.colorScheme).to.equal('dark');
  });

  it('signs in and leaves no trace of the password', async () => {
    const form = open();
    form.submit(' olena ', 'secret');
    await waitUntil(() => form.hides() === 1);
    expect(form.tries).to.deep.equal([{ login: 'olena', password: 'secret' }]);
    expect(form.root.childElementCount).to.equal(0);
  });

  it('asks the gateway nothing while a field is empty', async () => {
    const form = open();
    form.submit('olena', '');
    expect(form.problem()).to.equal(loginWords.en.empty);
    expect(form.tries).to.deep.equal([]);
    expect(document.activeElement === form.field('password')).to.equal(true);
  });

  const sentences: [ErrorCode, keyof typeof loginWords.en][] = [
    ['unauthorized', 'wrong'],
    ['rate-limited', 'often'],
    ['unavailable', 'unreachable'],
    ['timeout', 'unreachable'],
    ['bug', 'failed'],
  ];
  for (const [code, word] of sentences) {
    it(`says in words what "${code}" means, and can be tried again`, async () => {
      const form = open();
      form.answer(async () => {
        throw new RingbackError(code, 'no');
      });
      form.submit('olena', 'wrong');
      await waitUntil(() => form.problem() === loginWords.en[word]);
      await expect(form.root).to.be.accessible();
      form.answer(async () => {});
      form.submit('olena', 'right');
      await waitUntil(() => form.hides() === 1);
      expect(form.tries).to.have.length(2);
    });
  }

  it('sends a form once, however often Enter is pressed', async () => {
    const form = open();
    let let_ = (): void => {};
    form.answer(() => new Promise((resolve) => (let_ = resolve)));
    form.submit('olena', 'secret');
    form.submit('olena', 'secret');
    let_();
    await waitUntil(() => form.hides() === 1);
    expect(form.tries).to.have.length(1);
  });

  it('closes by Escape and by its button', () => {
    const form = open();
    form.field('login').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(form.hides()).to.equal(1);
    const other = open();
    other.root.querySelector<HTMLButtonElement>('button[type=button]')!.click();
    expect(other.hides()).to.equal(1);
  });
});
