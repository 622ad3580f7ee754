import type { Backend, BackendState } from '@ringback/model';
import type { ReactiveController } from 'lit';
import { expect, it } from 'vitest';
import { onePerson } from './one-person.ts';

/** Tells the states one after the other; how often something was forgotten by then. */
function told(...[first, ...others]: Partial<BackendState>[]): number[] {
  let forgotten = 0;
  let tell = (_state: BackendState): void => {};
  const backend = {
    state: first,
    subscribe(listener: (state: BackendState) => void) {
      tell = listener;
      return () => {};
    },
  } as unknown as Backend;
  const controllers: ReactiveController[] = [];
  const host = {
    ...{ backend, requestUpdate() {}, removeController() {}, updateComplete: Promise.resolve(true) },
    addController: (controller: ReactiveController) => void controllers.push(controller),
  };
  onePerson(host, () => (forgotten += 1));
  for (const controller of controllers) controller.hostConnected?.();
  const after = others.map((state) => {
    tell(state as BackendState);
    return forgotten;
  });
  return after;
}

const of = (id: string, status: BackendState['status'] = 'online'): Partial<BackendState> =>
  ({ status, me: { agent: { id } } }) as Partial<BackendState>;
const nobody: Partial<BackendState> = { status: 'signed-out' };

it('keeps what somebody typed while nobody is signed in, and when he is back', () => {
  expect(told(of('olena'), of('olena', 'offline'), nobody, of('olena'))).toEqual([0, 0, 0]);
});

it('forgets it as soon as somebody else is signed in', () => {
  const states = [of('olena'), nobody, of('andriy'), of('andriy'), nobody, of('olena')];
  expect(told(...states)).toEqual([0, 1, 1, 1, 2]);
});

it('forgets it also when the other one comes without a sign-out that was told', () => {
  expect(told(of('olena'), of('andriy'))).toEqual([1]);
});

it('keeps what the page asked for before anybody was signed in', () => {
  expect(told({ status: 'offline' }, of('olena'))).toEqual([0]);
  expect(told(nobody, of('olena'))).toEqual([0]);
});

it('forgets at the sign-out where the backend does not say who it was', () => {
  expect(told({ status: 'online' }, { status: 'offline' }, nobody)).toEqual([0, 1]);
});
