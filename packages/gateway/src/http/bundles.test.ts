import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WEEKDAYS } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeBundles } from './fake-bundles.fixtures.ts';
import { GATEWAY, PANEL, SETTINGS, startHttp, type TestHttp } from './http.fixtures.ts';
import { keepPinned } from './pinned.ts';
import { scriptSite } from './routes/bundles.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp({ bundles: fakeBundles() });
});
afterEach(() => http.close());
const get = (url: string, headers: Record<string, string> = {}) => http.app.inject({ url, headers });

describe('what browsers load', () => {
  it('comes from both folders, for pages of every origin, and is asked for again after five minutes', async () => {
    const script = await get('/v1/ringback.js');
    expect(script.body).toBe('panel();');
    expect(script.headers).toMatchObject({
      'content-type': expect.stringContaining('javascript'),
      'cache-control': 'public, max-age=300',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      etag: expect.any(String),
    });
    expect((await get('/v1/ringback.js', { 'if-none-match': String(script.headers.etag) })).statusCode).toBe(
      304,
    );
  });

  it('crosses the wire compressed', async () => {
    const answer = await get('/admin/form.js', { 'accept-encoding': 'gzip, br' });
    expect(answer.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    const plain = await get('/admin/form.js');
    expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
  });

  it('is kept for ever where the name changes with the content', async () => {
    expect((await get('/v1/core/phone-Ab3dEf6_.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
  });

  it('never leaves its folders, and serves no page without its policy', async () => {
    for (const url of [
      '/v1/../package.json',
      '/v1/%2e%2e/package.json',
      '/v1/..%2fpackage.json',
      '/v1//core.html',
      '/v1/core%2ehtml/',
      '/v1/nothing.js',
    ]) {
      const answer = await get(url);
      if (answer.statusCode === 200)
        expect(answer.headers['content-security-policy']).toContain('frame-ancestors');
      else expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('a pinned version of the script', () => {
  it('is named with its integrity, and stays when the gateway is updated', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-pinned-'));
    const bundles = fakeBundles();
    mkdirSync(join(bundles.embed, 'words'), { recursive: true });
    writeFileSync(join(bundles.embed, 'words', 'uk-part-aaaaaaaa.js'), 'export default {};');
    const first = await keepPinned(bundles.embed, folder);
    writeFileSync(join(bundles.embed, 'ringback.js'), 'panel(2);');
    const second = await keepPinned(bundles.embed, folder);
    expect(second!.version).not.toBe(first!.version);
    await http.close();
    http = await startHttp({ bundles, pinned: second });

    const { src, integrity } = (await get('/v1/pinned.json')).json<{ src: string; integrity: string }>();
    expect(src).toBe(`${GATEWAY}/v1/pinned/${second!.version}/ringback.js`);
    const script = await get(new URL(src).pathname);
    expect(script.body).toBe('panel(2);');
    expect(integrity).toBe(`sha384-${createHash('sha384').update(script.body).digest('base64')}`);
    expect(script.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
    });
    const words = await get(`/v1/pinned/${second!.version}/words/uk-part-aaaaaaaa.js`);
    expect(words.body).toBe('export default {};');
    const old = await get(`/v1/pinned/${first!.version}/ringback.js`);
    expect(old.body).toBe('panel();');
    expect((await get('/v1/pinned/000000000000/ringback.js')).statusCode).toBe(404);
    expect((await get(`/v1/pinned/${first!.version}/../../ringback.db`)).statusCode).toBe(404);
  });

  it('is kept once, also when two nodes start together', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-pinned-'));
    const { embed } = fakeBundles();
    const [one, other] = await Promise.all([keepPinned(embed, folder), keepPinned(embed, folder)]);
    expect(one).toEqual(other);
    expect(readdirSync(folder)).toEqual([one!.version]);
  });
});

describe('the core frame', () => {
  it('may be shown by panels alone, and may talk to the gateway and the PBX alone', async () => {
    const { headers } = await get('/v1/core.html');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' wss://pbx.example:8089 ws://127.0.0.1:4705; " +
        `media-src blob: mediastream:; base-uri 'none'; form-action 'self'; frame-ancestors 'self' ${PANEL}; ` +
        "require-trusted-types-for 'script'; trusted-types lit-html ringback-worker 'allow-duplicates'",
    );
    for (const feature of ['microphone', 'speaker-selection'])
      expect(headers['permissions-policy']).toContain(`${feature}=(self)`);
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('knows by whom it may be spoken to, also after the settings have changed', async () => {
    const config = async () =>
      JSON.parse(
        /id="ringback-frame-config">(.*?)<\/script>/.exec((await get('/v1/core.html')).body)![1]!,
      ) as object;
    const servers = http.deps.sipServers();
    expect(servers.length).toBeGreaterThan(0);
    expect(await config()).toEqual({ origins: [PANEL], servers, protocol: 1 });
    const evil = 'https://</script><script>alert(1)';
    await http.deps.settings.change(
      { settings: { ...SETTINGS, panelOrigins: [evil] }, version: 1 },
      { ...(await http.store.agents.get('admin'))! },
    );
    expect(await config()).toEqual({ origins: [evil], servers, protocol: 1 });
    expect((await get('/v1/core.html')).body).not.toContain(evil);
  });

  it('is shown by the gateway alone while no panel is configured', async () => {
    await http.deps.settings.change(
      { settings: { ...SETTINGS, panelOrigins: [] }, version: 1 },
      (await http.store.agents.get('admin'))!,
    );
    expect((await get('/v1/core.html')).headers['content-security-policy']).toContain(
      "frame-ancestors 'self';",
    );
  });
});

describe('the page of the phone', () => {
  it('runs nothing but ours, is framed by nobody, and is never an old one', async () => {
    const { headers } = await get('/v1/phone.html');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; manifest-src 'self'; frame-src 'self'; media-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html",
    );
    expect(headers['permissions-policy']).toContain('microphone=(self)');
    expect(headers['cache-control']).toBe('no-cache');
  });

  it.each([
    ['uk-UA,uk;q=0.9,en;q=0.8', 'uk'],
    ['de, RU;q=0.5', 'ru'],
    ['de', 'en'],
    [undefined, 'en'],
  ])('speaks the language of the browser (%s → %s)', async (accepted, lang) => {
    const { body, headers } = await get('/v1/phone.html', accepted ? { 'accept-language': accepted } : {});
    expect(body).toContain(`<html lang="${lang}">`);
    expect(headers.vary).toMatch(/accept-language/i);
  });

  it('can be installed: manifest and icons come as what they are', async () => {
    expect((await get('/v1/phone/phone.webmanifest')).headers['content-type']).toContain('manifest+json');
    expect((await get('/v1/phone/icon-192.png')).headers['content-type']).toBe('image/png');
  });
});

describe('the callback script', () => {
  it('carries the settings of its site, and changes its tag when they change', async () => {
    const script = await get('/v1/callback.js?site=demo-shop');
    const values = {
      gateway: GATEWAY,
      key: 'demo-shop',
      name: 'Boots & \\u003cCo>',
      locale: 'uk',
    };
    expect(script.body).toBe(`start(${JSON.stringify(values).replace('\\\\u', '\\u')}, window);`);
    expect(script.headers).toMatchObject({
      'cache-control': 'public, max-age=300',
      'cross-origin-resource-policy': 'cross-origin',
    });
    const etag = String(script.headers.etag);
    expect(
      (await get('/v1/callback.js?site=demo-shop', { 'if-none-match': `W/"other", ${etag}` })).statusCode,
    ).toBe(304);
    const sites = [{ ...SETTINGS.sites[0]!, name: 'Other' }];
    await http.deps.settings.change(
      { settings: { ...SETTINGS, sites }, version: 1 },
      (await http.store.agents.get('admin'))!,
    );
    expect((await get('/v1/callback.js?site=demo-shop', { 'if-none-match': etag })).statusCode).toBe(200);
  });

  it('says when the button shows and when somebody calls, and not who', async () => {
    const hours = (from: string, to: string) => ({
      timeZone: 'UTC',
      hours: [{ days: [...WEEKDAYS], from, to }],
      holidays: [],
    });
    const site = scriptSite(
      {
        ...SETTINGS.sites[0]!,
        callHours: hours('09:00', '18:00'),
        showHours: hours('00:00', '24:00'),
        departments: [{ id: 'sales', name: 'Sales', agents: ['olena'] }],
      },
      new Date('2026-03-02T12:00:00.000Z'),
    );
    const at = (iso: string) => Date.parse(iso) / 1000;
    expect(site).toMatchObject({
      shows: [[at('2026-03-01T00:00:00Z'), at('2026-03-05T00:00:00Z')]],
      departments: [{ id: 'sales', name: 'Sales' }],
    });
    expect((site['opens'] as number[][])[0]).toEqual([
      at('2026-03-02T09:00:00Z'),
      at('2026-03-02T18:00:00Z'),
    ]);
    expect(JSON.stringify(site)).not.toContain('olena');
  });

  it.each(['?site=wrong', '', '?site=%22);alert(1)//'])(
    'with a wrong key (%s) only warns the developer',
    async (query) => {
      const answer = await get(`/v1/callback.js${query}`);
      expect(answer.statusCode).toBe(404);
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'content-type': expect.stringContaining('javascript'),
      });
      const warned: string[] = [];
      new Function('console', answer.body)({ warn: (text: string) => warned.push(text) });
      expect(warned).toEqual([
        expect.stringMatching(
          /^Ringback: there is no site with the key ".*"; take the script tag from the settings at .*\/admin again\.$/,
        ),
      ]);
    },
  );
});

describe('the script for visitors who have consented', () => {
  it('says what can be read on the owner’s colour', () => {
    const ink = (accent: string) =>
      (scriptSite({ ...SETTINGS.sites[0]!, look: { accent } }, new Date()) as { look: { ink: string } }).look
        .ink;
    expect(['#1a66cc', '#000000', '#767676', '#777777', '#FFE000', '#ff6600'].map(ink)).toEqual([
      ...['#fff', '#fff', '#fff', '#000', '#000', '#000'],
    ]);
  });

  it('knows the numbers of its site by every spelling, and not those that are lent', async () => {
    const tracking = {
      number: '+380441234567',
      numbers: [{ number: '+380441119999', source: 'Google', medium: 'cpc' }],
      pool: ['+380441110001'],
    };
    const sites = [{ ...SETTINGS.sites[0]!, tracking }];
    await http.deps.settings.change(
      { settings: { ...SETTINGS, sites }, version: 1 },
      (await http.store.agents.get('admin'))!,
    );
    const { body } = await get('/v1/track.js?site=demo-shop');
    expect(JSON.parse(/^start\((.*), window\);$/.exec(body)![1]!)).toEqual({
      ...{ gateway: GATEWAY, key: 'demo-shop', keepDays: 90, pool: true },
      page: ['380441234567', '0441234567'],
      numbers: [{ number: '+380441119999', text: '+380 44 111 9999', source: 'google', medium: 'cpc' }],
    });
    expect(body).not.toContain('0001');
  });

  it('with a wrong key only warns the developer', async () => {
    const answer = await get('/v1/track.js?site=wrong');
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain('there is no site with the key');
  });
});

describe('/admin', () => {
  it('is a page with a strict policy, and everything it loads is there', async () => {
    const page = await get('/admin');
    expect(page.headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    );
    const loaded = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, url]) => url!);
    expect(loaded).toEqual(expect.arrayContaining(['/admin/admin.js', '/admin/admin.css']));
    // Modules load others, each relative to itself.
    for (const url of loaded) {
      const answer = await get(url);
      expect(answer.statusCode, url).toBe(200);
      if (!url.endsWith('.js')) continue;
      for (const [, name] of answer.body.matchAll(/from '\.\/([\w-]+\.js)'/g))
        if (!loaded.includes(`/admin/${name}`)) loaded.push(`/admin/${name}`);
    }
    expect(loaded).toContain('/admin/linked.js');
    expect(page.body).not.toMatch(/<style|style=|\son\w+=/);
  });

  it('is where the bare address leads', async () => {
    expect((await get('/')).headers.location).toBe('/admin');
  });
});
