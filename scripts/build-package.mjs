/** Builds the package in the current folder for npm: one ES module per entry of `exports`, and its declarations. */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { writeEditorData } from './editor-data.mjs';

const folder = process.cwd();
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
// A pattern stands for every file that fits it.
const entries = Object.values(manifest.exports ?? {})
  .filter((entry) => entry.source)
  .flatMap(({ source }) => (source.includes('*') ? globSync(source, { cwd: folder }) : [source]))
  .map((source) => ({ source: source.startsWith('./') ? source : `./${source}` }));
const external = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

await build({
  configFile: false,
  root: folder,
  logLevel: 'warn',
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    lib: {
      entry: Object.fromEntries(
        entries.map(({ source }) => [
          source.replace(/^\.\/src\//, '').replace(/\.ts$/, ''),
          join(folder, source),
        ]),
      ),
      formats: ['es'],
    },
    rollupOptions: {
      external: (id) =>
        id.startsWith('node:') || external.some((name) => id === name || id.startsWith(`${name}/`)),
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});

const config = join(folder, 'tsconfig.build.json');
writeFileSync(
  config,
  JSON.stringify({
    extends: '../../tsconfig.json',
    compilerOptions: {
      customConditions: [],
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rewriteRelativeImportExtensions: true,
      rootDir: 'src',
      outDir: 'dist',
    },
    files: entries.map(({ source }) => source),
    // Types of libraries that have none.
    include: ['src/**/*.d.ts'],
  }),
);
try {
  execFileSync('tsc', ['-p', config], { cwd: folder, stdio: 'inherit' });
} finally {
  rmSync(config);
}

// Files of the repository that the package has with it.
for (const [from, to] of Object.entries(manifest.carries ?? {}))
  cpSync(join(folder, from), join(folder, to), { recursive: true });

if (manifest.customElements) writeEditorData(folder, manifest);
