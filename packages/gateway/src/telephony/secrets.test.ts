import { describe, expect, it } from 'vitest';
import { KEPT_SECRET } from '../crm/connections.ts';
import { filled, hidden, type SettingsFields } from './secrets.ts';

const words = { title: '', hint: '' };
const FIELDS: SettingsFields = {
  password: { ...words, secret: true },
  'ami.password': { ...words, secret: true },
  'turn.credential': { ...words, secret: true },
};
const one = { urls: 'turn:one.example', credential: 'first' };
const two = { urls: 'turn:two.example', credential: 'second' };
const KEPT = { user: 'ringback', password: 'canary', ami: { user: 'a', password: 'b' }, turn: [one, two] };

describe('Secrets of a connection', () => {
  it('never go out, however deep they stand', () => {
    expect(hidden(KEPT, FIELDS)).toEqual({
      ...{ user: 'ringback', password: KEPT_SECRET, ami: { user: 'a', password: KEPT_SECRET } },
      turn: [
        { ...one, credential: KEPT_SECRET },
        { ...two, credential: KEPT_SECRET },
      ],
    });
  });

  it('stay as they are when what stands in their place comes back, and are replaced when they are typed', () => {
    expect(filled(hidden(KEPT, FIELDS), KEPT, FIELDS)).toEqual(KEPT);
    const typed = { ...(hidden(KEPT, FIELDS) as object), password: 'typed' };
    expect(filled(typed, KEPT, FIELDS)).toEqual({ ...KEPT, password: 'typed' });
  });

  it('belong to their own server, wherever it stands in the list, and to no other', () => {
    const shown = { ...two, credential: KEPT_SECRET };
    expect(filled({ turn: [shown] }, KEPT, FIELDS)).toEqual({ turn: [two] });
    const moved = { urls: 'turn:mine.example', credential: KEPT_SECRET };
    expect(filled({ turn: [moved] }, KEPT, FIELDS)).toEqual({ turn: [{ urls: 'turn:mine.example' }] });
  });

  it('empty fields are no settings', () => {
    expect(filled({ user: '', ami: { port: null, user: 'a' } }, undefined, FIELDS)).toEqual({
      ami: { user: 'a' },
    });
  });
});
