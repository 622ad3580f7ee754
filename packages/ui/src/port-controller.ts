import type { ReactiveControllerHost } from 'lit';
import { FollowController } from './follow-controller.ts';

interface Port<S> {
  readonly state: S;
  subscribe(listener: (state: S) => void): () => void;
}

/** Renders the element again at each change of its port's state. */
export class PortController<S, P extends Port<S>> extends FollowController<P> {
  constructor(
    host: ReactiveControllerHost,
    port: () => P | undefined,
    changed?: (state: S, before: S | undefined) => void,
  ) {
    super(host, port, (followed) => {
      let last: S | undefined;
      const tell = (state: S): void => {
        const before = last;
        last = state;
        changed?.(state, before);
        host.requestUpdate();
      };
      const stop = followed.subscribe(tell);
      tell(followed.state);
      return stop;
    });
  }
}
