/** The elements without any framework: put into the page, and given a backend. */
import '@ringback/ui/ringback-provider.js';
import '@ringback/widgets/ringback-call-log.js';
import '@ringback/widgets/ringback-party-list.js';
import { signIn } from './sign-in.ts';

const app = document.querySelector<HTMLElement>('#app')!;

const form = document.createElement('form');
for (const [name, type] of [
  ['login', 'text'],
  ['password', 'password'],
] as const) {
  const label = document.createElement('label');
  const input = Object.assign(document.createElement('input'), { name, type, required: true });
  label.append(`${name} `, input);
  form.append(label, ' ');
}
const problem = document.createElement('p');
problem.role = 'alert';
form.append(Object.assign(document.createElement('button'), { textContent: 'Sign in' }), problem);
app.append(form);

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const backend = await signIn(new FormData(form), () => app.replaceChildren(form));
    const provider = document.createElement('ringback-provider');
    provider.backend = backend;
    provider.append(
      document.createElement('ringback-party-list'),
      document.createElement('ringback-call-log'),
    );
    // What is clicked is the host app's business until there is a phone in the page.
    provider.addEventListener('ringback-number-dial', (dial) => {
      dial.preventDefault();
      document.title = `Call ${(dial as CustomEvent<{ number: string }>).detail.number}`;
    });
    app.replaceChildren(provider);
  } catch (error) {
    problem.textContent = (error as Error).message;
  }
});
