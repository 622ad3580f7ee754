import type { Backend, BackendState } from '@ringback/model';
import type { ReactiveControllerHost } from 'lit';
import { PortController } from './port-controller.ts';

/**
 * What one person typed or chose is not for the next. Whoever comes back after his session has ended finds it as it was; of somebody
 * whom the backend never named, nobody can say whether he is the same.
 * @param forget Called as soon as somebody else is signed in.
 */
export function onePerson(
  host: ReactiveControllerHost & { readonly backend: Backend | undefined },
  forget: () => void,
): void {
  let who: string | undefined;
  const look = ({ me, status }: BackendState, before: BackendState | undefined): void => {
    const another = me ? who && who !== me.agent.id : !who && before && status === 'signed-out';
    who = me?.agent.id ?? who;
    if (another) forget();
  };
  new PortController<BackendState, Backend>(host, () => host.backend, look);
}
