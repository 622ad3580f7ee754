/** The login: a form on the gateway's own page, so that no script of the host ever sees a password. */
import { type ErrorCode, RingbackError } from '@ringback/model';
import type { Look } from '../protocol.ts';
import { type LoginWords, loginWords } from './login.words.ts';
import { drawWindow, fit, make, openWindow, type Stage } from './window.ts';

export interface LoginOptions extends Stage {
  /** Rejects with a `RingbackError` when the gateway refuses. */
  login: (input: { login: string; password: string }) => Promise<void>;
}

export interface Login {
  open(look: Look): void;
  close(): void;
}

const SENTENCE_OF: Partial<Record<ErrorCode, keyof LoginWords>> = {
  unauthorized: 'wrong',
  forbidden: 'wrong',
  invalid: 'wrong',
  'rate-limited': 'often',
  unavailable: 'unreachable',
  timeout: 'unreachable',
};

export function createLogin({ login, ...stage }: LoginOptions): Login {
  const { root, hide } = stage;

  function close(): void {
    root.replaceChildren();
    hide();
  }

  async function submit(form: LoginForm, words: LoginWords): Promise<void> {
    const input = { login: form.login.value.trim(), password: form.password.value };
    if (form.button.ariaDisabled === 'true') return;
    if (!input.login || !input.password) return complain(form, words.empty);
    form.button.ariaDisabled = 'true';
    form.button.textContent = words.signingIn;
    form.problem.textContent = '';
    try {
      await login(input);
      close();
    } catch (error) {
      form.button.ariaDisabled = null;
      form.button.textContent = words.signIn;
      complain(form, words[(error instanceof RingbackError && SENTENCE_OF[error.code]) || 'failed']);
    }
  }

  function complain(form: LoginForm, sentence: string): void {
    form.problem.textContent = sentence;
    (form.login.value.trim() ? form.password : form.login).focus();
    fit(stage);
  }

  return {
    open(look) {
      const words = loginWords[look.locale];
      const form = draw(words);
      form.element.addEventListener('submit', (event) => {
        event.preventDefault();
        void submit(form, words);
      });
      form.cancel.addEventListener('click', close);
      const window = drawWindow(words.title, look, close);
      window.append(form.element);
      openWindow(stage, window, form.login);
    },
    close,
  };
}

interface LoginForm {
  element: HTMLFormElement;
  login: HTMLInputElement;
  password: HTMLInputElement;
  problem: HTMLElement;
  button: HTMLButtonElement;
  cancel: HTMLButtonElement;
}

function draw(words: LoginWords): LoginForm {
  const element = make('form', { noValidate: true });
  const login = make('input', {
    name: 'login',
    autocomplete: 'username',
    spellcheck: false,
    autocapitalize: 'none',
    maxLength: 100,
  });
  const password = make('input', {
    name: 'password',
    type: 'password',
    autocomplete: 'current-password',
    maxLength: 200,
  });
  const problem = make('p', { id: 'problem' });
  problem.setAttribute('role', 'alert');
  for (const field of [login, password]) field.setAttribute('aria-describedby', problem.id);
  const button = make('button', { type: 'submit', className: 'primary', textContent: words.signIn });
  const cancel = make('button', { type: 'button', textContent: words.cancel });
  const actions = make('div', { className: 'actions' });
  actions.append(cancel, button);
  element.append(labelled(words.login, login), labelled(words.password, password), problem, actions);
  return { element, login, password, problem, button, cancel };
}

function labelled(text: string, field: HTMLInputElement): HTMLLabelElement {
  const label = make('label', {});
  label.append(make('span', { textContent: text }), field);
  return label;
}
