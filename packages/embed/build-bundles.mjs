/**
 * Builds what panels load: `ringback.js`; the elements, `panel.js` with its lazy chunks under `panel/`; the core frame, `core.html` with
 * its chunks under `core/`; `phone.html` with its manifest and icons under `phone/`; `demo.js`; and the bridges into hosts under `hosts/`.
 */
import { cpSync, globSync, renameSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { leanJssip } from '../softphone/lean-jssip.ts';
import { engineAhead } from './src/build/engine-ahead.mjs';
import { minifyAgain } from './src/build/minify-again.mjs';
import { minifyTemplates } from './src/build/minify-templates.mjs';
import { plainImports } from './src/build/plain-imports.mjs';
import { splitLanguages } from './src/build/split-languages.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const common = {
  plugins: [plainImports(), minifyTemplates()],
  configFile: false,
  root: at('.'),
  logLevel: 'warn',
  resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
  define: { 'process.env.NODE_ENV': '"production"' },
};
const out = { minify: true, outDir: at('dist/bundles'), target: 'es2022', modulePreload: false };

await build({
  ...common,
  plugins: [plainImports(), minifyTemplates(), minifyAgain()],
  build: {
    ...out,
    emptyOutDir: true,
    lib: {
      entry: at('src/host/ringback.ts'),
      formats: ['iife'],
      name: 'RingbackPanel',
      fileName: () => 'ringback.js',
    },
  },
});

await build({
  ...common,
  base: './',
  plugins: [
    plainImports(),
    minifyTemplates(),
    splitLanguages({ loader: at('src/host/language.ts'), early: /\/ringback-caller-card\.ts$/ }),
    minifyAgain(),
  ],
  build: {
    ...out,
    emptyOutDir: false,
    rollupOptions: {
      input: at('src/host/panel.ts'),
      transform: { inject: { Event: [at('src/host/native-event.ts'), 'Event'] } },
      preserveEntrySignatures: 'allow-extension',
      output: {
        format: 'es',
        entryFileNames: 'panel.js',
        chunkFileNames: 'panel/[name]-[hash:8].js',
        // What is there at once is one file: Lit beside it would be another, and half a kilobyte more.
        codeSplitting: { groups: [{ name: 'panel', tags: ['$initial'] }] },
      },
    },
  },
});

await build({
  ...common,
  root: at('src/frame'),
  base: './',
  plugins: [plainImports(), leanJssip(), engineAhead(), minifyAgain()],
  build: {
    ...out,
    emptyOutDir: false,
    assetsDir: 'core',
    // A font or an image inside CSS would need `data:` in the frame's policy.
    assetsInlineLimit: 0,
    rollupOptions: { input: at('src/frame/core.html') },
  },
});

await build({
  ...common,
  build: {
    ...out,
    emptyOutDir: false,
    rollupOptions: {
      input: at('src/demo/demo.ts'),
      preserveEntrySignatures: 'exports-only',
      output: { format: 'es', entryFileNames: 'demo.js' },
    },
  },
});

cpSync(at('src/phone'), at('dist/bundles/phone'), { recursive: true });
renameSync(at('dist/bundles/phone/phone.html'), at('dist/bundles/phone.html'));

// Bridges into the systems that show a page of ours: each adapter's own, loaded by that page alone.
for (const host of globSync('../adapters/src/crm/*/host.ts', { cwd: at('.') })) {
  const id = basename(dirname(host));
  await build({
    ...common,
    build: {
      ...out,
      emptyOutDir: false,
      lib: { entry: at(host), formats: ['es'], fileName: () => `hosts/${id}.js` },
    },
  });
}
