/** 404 for what is nowhere; 405 with the methods that are there for what exists under another. */
import { RingbackError } from '@ringback/model';
import { sendProblem } from './problem.ts';
import type { App } from './types.ts';

export function registerNotFound(app: App): void {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = routes.get(url) ?? { pattern: toPattern(url), methods: new Set() };
    routes.set(url, known);
    for (const one of [method].flat()) known.methods.add(one);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] as string;
    const methods = new Set<string>();
    for (const route of routes.values())
      if (route.pattern.test(path)) route.methods.forEach((method) => methods.add(method));
    methods.delete('OPTIONS');
    if (methods.size === 0 || methods.has(request.method)) {
      const hint = 'What there is stands at /docs.';
      return sendProblem(
        reply,
        new RingbackError('not-found', `There is nothing at ${path.slice(0, 200)}.`, { hint }),
      );
    }
    const allow = [...methods].join(', ');
    void reply.header('Allow', allow);
    return sendProblem(
      reply,
      new RingbackError('invalid', `${request.method} is not possible here; ${allow} are.`),
      405,
    );
  });
}

function toPattern(url: string): RegExp {
  const escaped = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:\w+/g, '[^/]+').replace(/\\\*/g, '.*')}$`);
}
