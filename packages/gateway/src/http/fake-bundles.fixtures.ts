import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders as the builds leave them. */
export function fakeBundles(): { embed: string; callback: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bundles-'));
  const embed = join(folder, 'embed');
  const callback = join(folder, 'callback');
  mkdirSync(join(embed, 'core'), { recursive: true });
  mkdirSync(callback);
  writeFileSync(join(embed, 'ringback.js'), 'panel();');
  writeFileSync(
    join(embed, 'core.html'),
    '<!doctype html><title>core</title><!--ringback-frame-config--><script type="module" src="./core/main.js"></script>',
  );
  writeFileSync(join(embed, 'core', 'phone-Ab3dEf6_.js'), 'export {};');
  mkdirSync(join(embed, 'phone'));
  writeFileSync(join(embed, 'phone.html'), '<!doctype html><html lang="en"></html>');
  for (const name of ['phone.webmanifest', 'icon-192.png']) writeFileSync(join(embed, 'phone', name), '{}');
  for (const name of ['callback.js', 'track.js'])
    writeFileSync(join(callback, name), 'start(__RINGBACK_SITE__, window);');
  return { embed, callback };
}
