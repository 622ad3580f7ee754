import { describe, expect, it } from 'vitest';
import { aCall } from '../../testing/crm-communications.suite.ts';
import { callIdOf, callNote, textOf } from './call-note.ts';

const agent = { id: 'olena', name: 'Олена Бондар', extension: '101' };
const recording = { url: 'https://calls.example/1', fileName: '1.mp3', read: async () => new Uint8Array() };
const call = aCall('call-1', { comment: 'Перше', version: 3 });
const first = callNote(undefined, { call, agent }) ?? '';

describe('the note of a call', () => {
  it('says who talked with whom, when and how long', () => {
    expect(textOf(first)).toBe('☎ ← +380671112233 · 2026-11-23 10:00 UTC · 1:00 · Олена Бондар (101)\nПерше');
    expect(callIdOf(first)).toBe('call-1');
    expect(callIdOf('Любить каву')).toBeUndefined();
  });

  it('is rewritten while nobody else has written into it', () => {
    const later =
      callNote(first, { call: { ...call, comment: 'Друге', version: 4 }, agent, recording }) ?? '';
    expect(textOf(later)).toMatch(/♫ https:\/\/calls\.example\/1\nДруге$/);
    expect(later).not.toContain('Перше');
    expect(later.match(/\[ringback/g)).toHaveLength(1);
  });

  it('keeps what a person wrote, before, inside and after', () => {
    const edited = `Увага!\n${first.replace('Перше', 'Перше, уточнено')}\nДописано`;
    const later = callNote(edited, { call: { ...call, comment: 'Друге', version: 4 }, agent }) ?? '';
    expect(later).toMatch(/^Увага!/);
    expect(later).toContain('Перше, уточнено');
    expect(later).toContain('Друге');
    expect(later).toMatch(/Дописано$/);
    const again = callNote(later, { call: { ...call, comment: 'Друге', version: 5 }, agent });
    expect(again?.match(/Друге/g) ?? ['once']).toHaveLength(1);
  });

  it('is not changed by what is older, nor by the same again', () => {
    expect(callNote(first, { call, agent })).toBeUndefined();
    expect(callNote(first, { call: { ...call, comment: '', version: 2 }, agent })).toBeUndefined();
  });

  it('of a call that nobody answered says so', () => {
    const missed = aCall('call-2', { endReason: 'missed', durationSeconds: 0, number: '' });
    expect(textOf(callNote(undefined, { call: missed }) ?? '')).toBe('☎ ← ? · 2026-11-23 10:00 UTC · ✕');
  });
});
