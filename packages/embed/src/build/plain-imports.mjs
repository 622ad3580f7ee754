/** What Vite puts around each dynamic import, to fetch its style sheets and modules ahead. */
const AROUND = 'native:import-analysis-build';

/** Vite plugin. Our lazy parts bring neither style sheets nor modules to be fetched ahead: a dynamic import stays one. */
export function plainImports() {
  return {
    name: 'ringback:plain-imports',
    configResolved({ plugins }) {
      const at = plugins.findIndex(({ name }) => name === AROUND);
      if (at < 0)
        throw new Error(`Vite has no plugin ${AROUND} any more: see what wraps dynamic imports now.`);
      plugins.splice(at, 1);
    },
  };
}
