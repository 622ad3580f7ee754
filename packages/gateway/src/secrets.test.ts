import { describe, expect, it } from 'vitest';
import { demandTyped, filled, hidden, KEPT_SECRET, type SettingsFields } from './secrets.ts';

const FIELDS: SettingsFields = {
  url: { title: 'Address', account: true },
  password: { title: 'Password', secret: true },
  'ami.user': { title: 'User', account: true },
  'ami.password': { title: 'Password', secret: true },
  'turn.urls': { title: 'TURN', account: true },
  'turn.credential': { title: 'Password', secret: true },
};
const one = { urls: 'turn:one.example', credential: 'first' };
const two = { urls: 'turn:two.example', credential: 'second' };
const KEPT = {
  url: 'https://ours.example',
  user: 'ringback',
  password: 'canary',
  ami: { user: 'a', password: 'b' },
  turn: [one, two],
};

describe('Secrets of a connection', () => {
  it('never go out, however deep they stand', () => {
    expect(hidden(KEPT, FIELDS)).toEqual({
      ...{ url: KEPT.url, user: 'ringback', password: KEPT_SECRET },
      ...{ ami: { user: 'a', password: KEPT_SECRET } },
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
  });

  it.each([
    [{ url: 'https://theirs.example' }, { 's.password': 'must be typed again: “Address” was changed' }],
    [{ url: undefined }, { 's.password': 'must be typed again: “Address” was changed' }],
    [
      { ami: { user: 'b', password: KEPT_SECRET } },
      { 's.ami.password': 'must be typed again: “User” was changed' },
    ],
    [
      {
        turn: [
          { ...two, credential: KEPT_SECRET },
          { urls: 'turn:mine.example', credential: KEPT_SECRET },
        ],
      },
      { 's.turn.1.credential': 'must be typed again: “TURN” was changed' },
    ],
  ])('are sent to nobody else: %o is refused at the secret', (change, fields) => {
    const given = { ...(hidden(KEPT, FIELDS) as object), ...change };
    const after = filled(given, KEPT, FIELDS);
    expect(() => demandTyped({ given, before: KEPT, after }, FIELDS, 's')).toThrow(
      expect.objectContaining({ code: 'invalid', fields }) as Error,
    );
  });

  it('stay while the account is the same, also where it was only not said, and go anywhere when they are typed', () => {
    const given = { ...(hidden(KEPT, FIELDS) as object), url: undefined, user: 'other' };
    expect(() => demandTyped({ given, before: KEPT, after: KEPT }, FIELDS)).not.toThrow();
    const typed = { url: 'https://theirs.example', password: 'typed' };
    expect(() => demandTyped({ given: typed, before: KEPT, after: typed }, FIELDS)).not.toThrow();
  });

  it('empty fields are no settings', () => {
    expect(filled({ user: '', ami: { port: null, user: 'a' } }, undefined, FIELDS)).toEqual({
      ami: { user: 'a' },
    });
  });
});
