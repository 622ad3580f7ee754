import { afterEach, describe, expect, it, vi } from 'vitest';
import { isGreeting, joinPanel } from './panel-bridge.ts';
import { manifest as insales } from '../insales/manifest.ts';
import { panel as insalesPanel } from '../insales/panel.ts';
import { clientPage, orderPage as insalesOrder } from '../insales/map.ts';
import { customerPage, orderPage as wooOrder } from '../woocommerce/map.ts';
import { panel as wooPanel } from '../woocommerce/panel.ts';

const ORIGIN = 'https://shop.example';
const greeting = { ringback: 'host', version: 1, system: 'woocommerce', panel: ORIGIN };

afterEach(() => vi.unstubAllGlobals());

describe('a bridge and a gateway that meet', () => {
  it('are joined by the same version, of the same system, on the page that is meant', () => {
    expect(isGreeting(greeting, wooPanel, ORIGIN)).toBe(true);
    expect(isGreeting(greeting, wooPanel, 'https://evil.example')).toBe(false);
    expect(isGreeting(greeting, insalesPanel, ORIGIN)).toBe(false);
    expect(isGreeting({ ...greeting, version: 2 }, wooPanel, ORIGIN)).toBe(false);
    expect(isGreeting(null, wooPanel, ORIGIN)).toBe(false);
  });

  it('are not joined where the gateway does not answer the page, and the console says so', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.stubGlobal('location', { origin: ORIGIN });
    const asked: string[] = [];
    const refuses = () => Promise.reject(new TypeError('Failed to fetch'));
    const isNewer = async () => ({ default: { ...greeting, version: 9 } });
    for (const answer of [refuses, isNewer]) {
      const load = (url: string): Promise<unknown> => {
        asked.push(url);
        return answer();
      };
      expect(
        await joinPanel(wooPanel, 'https://calls.example/v1/hosts/woocommerce.js', load),
      ).toBeUndefined();
    }
    expect(new Set(asked)).toEqual(new Set(['https://calls.example/v1/hosts/woocommerce/greeting.js']));
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('know the pages that the adapter leads to', () => {
    const found = (panel: typeof wooPanel, url: string) => panel.recordOf(new URL(url));
    expect(found(wooPanel, customerPage(ORIGIN, '25'))).toEqual({ kind: 'party', id: '25' });
    expect(found(wooPanel, wooOrder(ORIGIN, '727'))).toEqual({ kind: 'order', id: '727' });
    expect(found(insalesPanel, clientPage(ORIGIN, '1'))).toEqual({ kind: 'party', id: '1' });
    expect(found(insalesPanel, insalesOrder(ORIGIN, '2'))).toEqual({ kind: 'order', id: '2' });
    expect(insales.id).toBe(insalesPanel.system);
  });
});
