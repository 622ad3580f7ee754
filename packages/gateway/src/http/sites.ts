/** Whom a site's key lets in: it stands in the page's source, so it is good only on the pages that it was made for. */
import { RingbackError, type Site } from '@ringback/model';
import type { FastifyRequest } from 'fastify';
import type { HttpDeps } from './deps.ts';

export function siteAccess({ settings }: Pick<HttpDeps, 'settings'>) {
  function siteOf(key: string): Site {
    const site = settings.site(key);
    if (site) return site;
    throw new RingbackError('not-found', 'There is no site with this key.', {
      hint: 'Take the script tag from the settings at /admin again: the key stands after ?site=.',
    });
  }

  async function fromItsSite(request: FastifyRequest): Promise<void> {
    const { origins } = siteOf((request.params as { key: string }).key);
    const { origin } = request.headers;
    if (origin !== undefined && origins.includes(origin)) return;
    const who = origin === undefined ? 'A request without an Origin' : `The page ${origin}`;
    throw new RingbackError('forbidden', `${who} may not speak for this site.`, {
      hint: 'Add the address of the page to the site’s addresses at /admin.',
    });
  }

  return { siteOf, fromItsSite };
}
