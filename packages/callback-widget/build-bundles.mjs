/** Builds what strangers load: `callback.js` (the loader) and `callback-element.js` with its languages. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { minifyTemplates } from '../embed/src/build/minify-templates.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const common = {
  configFile: false,
  root: at('.'),
  logLevel: 'warn',
  resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [minifyTemplates()],
};

await build({
  ...common,
  build: {
    outDir: at('dist/bundles'),
    emptyOutDir: true,
    target: 'es2022',
    lib: {
      entry: at('src/loader/callback.ts'),
      formats: ['iife'],
      name: 'RingbackCallbackLoader',
      fileName: () => 'callback.js',
    },
  },
});

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
