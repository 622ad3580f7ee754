/** The elements as React components, in strict mode; requests go through the app's own axios instance. */
import { axiosTransport } from '@ringback/client/axios';
import type { ClientBackend } from '@ringback/client';
import { RingbackCallLog, RingbackPartyList, RingbackProvider } from '@ringback/react';
import axios from 'axios';
import { type FormEvent, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { signIn } from '../../plain/src/sign-in.ts';

const http = axios.create();

function App() {
  const [backend, setBackend] = useState<ClientBackend>();
  const [problem, setProblem] = useState('');
  const [dialled, setDialled] = useState('');

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    try {
      const ended = () => setBackend(undefined);
      setBackend(await signIn(new FormData(event.currentTarget), ended, axiosTransport(http)));
    } catch (error) {
      setProblem((error as Error).message);
    }
  }

  if (!backend) {
    return (
      <form onSubmit={(event) => void submit(event)}>
        <label>
          login <input name="login" required />
        </label>{' '}
        <label>
          password <input name="password" type="password" required />
        </label>{' '}
        <button>Sign in</button>
        <p role="alert">{problem}</p>
      </form>
    );
  }
  return (
    <RingbackProvider backend={backend}>
      <p role="status">{dialled && `Call ${dialled}`}</p>
      <RingbackPartyList
        page="react-example"
        onNumberDial={(event) => {
          event.preventDefault();
          setDialled(event.detail.number);
        }}
      />
      <RingbackCallLog />
    </RingbackProvider>
  );
}

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
