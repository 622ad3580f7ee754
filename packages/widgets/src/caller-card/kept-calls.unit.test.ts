import { describe, expect, it } from 'vitest';
import { KeptCalls } from './kept-calls.ts';

/** Storage that takes what it is given until it is full. */
function storage() {
  const items = new Map<string, string>();
  const state = { isFull: false };
  const setItem = (key: string, value: string): void => {
    if (state.isFull) throw new DOMException('Full', 'QuotaExceededError');
    items.set(key, value);
  };
  const all = { getItem: (key: string) => items.get(key) ?? null, setItem } as Storage;
  return { state, kept: () => new KeptCalls('calls', () => all) };
}

describe('Calls with which something was done', () => {
  it('are kept over page loads, the last twenty', () => {
    const { kept } = storage();
    const before = kept();
    for (let nth = 1; nth <= 21; nth += 1) before.add(`call-${nth}`);
    expect(kept().all).toHaveLength(20);
    expect(kept().all.at(-1)).toBe('call-21');
  });

  it('are known to the page where storage is refused', () => {
    const calls = new KeptCalls('calls', () => {
      throw new DOMException('No', 'SecurityError');
    });
    calls.add('call-1');
    calls.add('call-2');
    expect(calls.all).toEqual(['call-1', 'call-2']);
  });

  it('are known to the page while storage is full, and kept when it has room again', () => {
    const { state, kept } = storage();
    const calls = kept();
    calls.add('call-1');
    state.isFull = true;
    calls.add('call-2');
    calls.add('call-3');
    expect(calls.all).toEqual(['call-1', 'call-2', 'call-3']);
    state.isFull = false;
    calls.add('call-4');
    expect(calls.all).toEqual(['call-1', 'call-2', 'call-3', 'call-4']);
    expect(kept().all).toEqual(calls.all);
  });
});
