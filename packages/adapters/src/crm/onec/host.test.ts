import { beforeEach, describe, expect, it } from 'vitest';
import { createOnecBridge, type HostBridge, isHost } from './host.ts';
import { pageOf } from './map.ts';

const BASE = 'https://1c.example/unf';
const ID = '41aa6331-954f-11e3-814b-005056c00008';
const PAGE = pageOf(BASE, 'Catalog_Контрагенты', ID);

let target: EventTarget;
let clicked: string[];
let dialled: string[];
let tell: (command: string, value: string) => void;
let bridge: HostBridge;

beforeEach(() => {
  target = new EventTarget();
  [clicked, dialled] = [[], []];
  let written = { command: '', value: '' };
  let heard: (() => void) | undefined;
  tell = (command, value) => {
    written = { command, value };
    heard?.();
  };
  bridge = createOnecBridge({
    ...{
      base: BASE,
      target,
      click: (href) => void clicked.push(href),
      dial: (number) => void dialled.push(number),
    },
    form: {
      read: () => written,
      onClick(listener) {
        heard = listener;
        return () => (heard = undefined);
      },
    },
  });
});

const open = (url: string) =>
  target.dispatchEvent(
    new CustomEvent('ringback-party-open', { detail: { party: {}, callId: 'c1', url }, cancelable: true }),
  );

describe('a page of ours in a form of 1C', () => {
  it('opens a clicked customer in 1C, and addresses of others not', () => {
    tell('hello', '1');
    expect(open(PAGE)).toBe(false);
    expect(open(pageOf('https://evil.example/unf', 'Catalog_Контрагенты', ID))).toBe(true);
    expect(open(pageOf('https://1c.example/unf-copy', 'Catalog_Контрагенты', ID))).toBe(true);
    expect(open('javascript:alert(1)')).toBe(true);
    expect(open(`${BASE}/#e1cib/command/Обработка.Удалить`)).toBe(true);
    expect(clicked.map(decodeURI)).toEqual([
      '#ringback-open:e1cib/data/Справочник.Контрагенты?ref=814b005056c0000811e3954f41aa6331',
    ]);
  });

  it('hears nothing before the greeting, nor from a 1C that speaks another version', () => {
    tell('dial', '0671112233');
    tell('hello', '2');
    tell('dial', '0671112233');
    expect(open(PAGE)).toBe(true);
    expect(dialled).toEqual([]);
  });

  it('dials what is a number, and knows whose form is open', () => {
    tell('hello', '1');
    tell('dial', '067 111-22-33');
    tell('dial', 'javascript:alert(1)');
    tell('record', ID.toUpperCase());
    expect(dialled).toEqual(['067 111-22-33']);
    expect(bridge.currentRecord()).toEqual({ kind: 'party', id: ID });
    tell('record', '');
    expect(bridge.currentRecord()).toBeUndefined();
  });

  it('is gone when it is put away', () => {
    tell('hello', '1');
    bridge.destroy();
    tell('dial', '0671112233');
    expect(open(PAGE)).toBe(true);
    expect([clicked, dialled]).toEqual([[], []]);
  });

  it('stands by itself or in a frame of the base’s own site, and in no other', () => {
    expect(isHost(BASE, true, undefined)).toBe(true);
    expect(isHost(BASE, false, 'https://1c.example')).toBe(true);
    expect(isHost(BASE, false, 'https://evil.example')).toBe(false);
    expect(isHost(BASE, false, undefined)).toBe(false);
  });
});
