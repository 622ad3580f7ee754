/**
 * Our lazy parts bring neither style sheets nor modules that would have to be fetched ahead: a dynamic import is a dynamic import, and needs
 * none of the kilobyte that Vite puts around each.
 */
const HELPER = '\0vite/preload-helper.js';

/** Vite plugin. */
export function plainImports() {
  return {
    name: 'ringback:plain-imports',
    enforce: 'pre',
    load: (id) => (id === HELPER ? 'export const __vitePreload = (load) => load();' : null),
  };
}
