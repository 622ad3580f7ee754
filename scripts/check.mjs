/** `npm run check`: what must be green before anything lands. The last line sums all runners. */
import {
  checkNode,
  fetchAsterisk,
  fetchVendure,
  installChromium,
  installDovecot,
  installEspeak,
  installFirefox,
  installPackages,
  installPhp,
  installSipp,
  run,
} from './setup.mjs';
import { runAll } from './runners.mjs';

checkNode();
installPackages();
installChromium();
installFirefox();
installDovecot();
installEspeak();
installPhp();
installSipp();
fetchAsterisk();
fetchVendure();
const steps = [
  ['eslint', ['.']],
  ['prettier', ['--check', '.']],
  ['tsc', ['-p', 'tsconfig.json']],
  ['node', ['--conditions=source', 'scripts/adapter-catalogue.mjs', '--check']],
  ['node', ['scripts/wrappers.mjs', '--check']],
  ['lerna', ['run', 'build']],
  ['node', ['scripts/packed.mjs']],
  ['node', ['scripts/size.mjs']],
];
const broken = [];
for (const [command, args] of steps) {
  console.log(`\n── ${command} ${args.join(' ')} ──`);
  if ((await run(command, args)) !== 0) broken.push([command, ...args].join(' '));
}
process.exitCode = await runAll(
  [
    'vitest',
    'elements',
    'stories',
    'e2e',
    'firefox-elements',
    'firefox-e2e',
    'shops',
    'asterisk-contract',
    'asterisk-e2e',
  ],
  broken,
);
