/**
 * Vite plugin: the core frame's page names the phone's engine, so that it is fetched beside the core and not after it. It runs only where it
 * is imported: in the tab that leads.
 */
export function engineAhead() {
  return {
    name: 'ringback:engine-ahead',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const engine = Object.values(bundle ?? {}).find(
          ({ type, name }) => type === 'chunk' && name === 'engine',
        );
        if (!engine)
          throw new Error('The core frame has no chunk of the engine any more: look at this plugin again.');
        return [
          { tag: 'link', attrs: { rel: 'modulepreload', href: `./${engine.fileName}` }, injectTo: 'head' },
        ];
      },
    },
  };
}
