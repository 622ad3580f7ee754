/** Builds what strangers load: `callback.js` (the loader), `track.js`, and `callback-element.js` with its languages. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { minifyAgain } from '../embed/src/build/minify-again.mjs';
import { minifyTemplates } from '../embed/src/build/minify-templates.mjs';
import { plainImports } from '../embed/src/build/plain-imports.mjs';
import { leanJssip } from '../softphone/lean-jssip.ts';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const common = {
  configFile: false,
  root: at('.'),
  logLevel: 'warn',
  resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [plainImports(), leanJssip(), minifyTemplates(), minifyAgain()],
};

/** Whole, in one file. */
const whole = (entry, name, { format = 'iife', emptyOutDir = false } = {}) =>
  build({
    ...common,
    build: {
      outDir: at('dist/bundles'),
      emptyOutDir,
      target: 'es2022',
      minify: true,
      lib: { entry: at(entry), formats: [format], name: 'Ringback', fileName: () => name },
    },
  });

await whole('src/loader/callback.ts', 'callback.js', { emptyOutDir: true });
await whole('src/track/track.ts', 'track.js');
await whole('src/track/goods.ts', 'track-goods.js', { format: 'es' });

await build({
  ...common,
  build: {
    outDir: at('dist/bundles'),
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    minify: true,
    rollupOptions: {
      input: at('src/element.ts'),
      preserveEntrySignatures: 'exports-only',
      output: {
        format: 'es',
        entryFileNames: 'callback-element.js',
        chunkFileNames: 'callback-[name]-[hash].js',
      },
    },
  },
});
