/** Serves the examples that developers begin from. Packages of this repository are taken from their sources. */
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
  plugins: [vue()],
  server: { port: 4710, strictPort: true },
  build: { target: 'es2022' },
});
