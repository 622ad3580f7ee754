import { type CardLayout, RingbackError } from '@ringback/model';
import { beforeEach, describe, expect, test } from 'vitest';
import { RecordForm } from './record-form.ts';

const LAYOUT: CardLayout = {
  entity: 'deal',
  groups: [{ key: 'money', title: 'Money', fields: ['amount', 'paid'] }],
  hidden: ['source'],
  fields: [
    { key: 'title', type: 'text', writable: true },
    { key: 'amount', type: 'money', writable: true },
    { key: 'paid', type: 'boolean', writable: true },
    { key: 'source', type: 'choice', writable: true },
    { key: 'lostReason', type: 'choice', writable: true },
    { key: 'custom.region', title: 'Region', type: 'text', writable: true },
  ],
  required: [
    { entity: 'deal', fields: ['title'] },
    { entity: 'deal', fields: ['custom.region'], form: 'full' },
    { entity: 'deal', fields: ['lostReason'], stageId: 'lost' },
  ],
};

let stages: string[];
let changes: number;
const form = (kind: 'quick' | 'full' = 'full') =>
  new RecordForm({ form: kind, changed: () => (changes += 1), stages: () => stages });

beforeEach(() => {
  stages = ['new'];
  changes = 0;
});

const shown = (one: RecordForm) =>
  one.groups.map(({ title, fields }) => [title, fields.map(({ key }) => key)]);

describe('A form', () => {
  test('has the firm’s groups in its order, then the rest, without what is hidden', () => {
    const full = form();
    full.begin(LAYOUT);
    expect(shown(full)).toEqual([
      ['Money', ['amount', 'paid']],
      [undefined, ['title', 'lostReason', 'custom.region']],
    ]);
  });

  test('that is quick asks for what must be filled in alone', () => {
    const quick = form('quick');
    quick.begin(LAYOUT);
    expect(shown(quick)).toEqual([[undefined, ['title']]]);
  });

  test('sends what was changed, not what stood there', async () => {
    const full = form();
    full.begin(LAYOUT, { title: 'Tea', amount: 100, 'custom.region': 'Lviv' });
    expect(full.dirty).toBe(false);
    full.set('amount', 200);
    full.set('title', 'Tea');
    expect(full.dirty).toBe(true);
    await expect(full.submit((patch) => Promise.resolve(patch))).resolves.toEqual({ amount: 200 });
  });

  test('sends what was proposed, and is not taken for typed in before somebody changes it', () => {
    const full = form();
    full.begin(LAYOUT, { amount: 100 }, { title: 'Tea', source: undefined });
    expect([full.dirty, full.patch()]).toEqual([false, { title: 'Tea' }]);
    full.set('title', '');
    expect(full.dirty).toBe(true);
    full.set('title', 'Tea');
    full.set('amount', 200);
    expect([full.dirty, full.patch()]).toEqual([true, { title: 'Tea', amount: 200 }]);
  });

  test('is not sent while something is missing, and says what only after a try', async () => {
    const full = form();
    full.begin(LAYOUT, { title: 'Tea' });
    expect(full.faultOf('custom.region')).toBeUndefined();
    let sent = false;
    await full.submit(() => Promise.resolve((sent = true)));
    expect(sent).toBe(false);
    expect(full.faultOf('custom.region')).toBe('missing');
    full.set('custom.region', 'Lviv');
    expect(full.faultOf('custom.region')).toBeUndefined();
    await full.submit(() => Promise.resolve((sent = true)));
    expect(sent).toBe(true);
  });

  test('asks for more from a stage on', () => {
    const full = form();
    full.begin(LAYOUT, { title: 'Tea', 'custom.region': 'Lviv' });
    expect(full.isRequired('lostReason')).toBe(false);
    stages = ['new', 'lost'];
    expect(full.missing).toEqual(['lostReason']);
  });

  test('that was refused keeps what was typed, and shows each fault at its field', async () => {
    const full = form();
    full.begin(LAYOUT, { title: 'Tea', 'custom.region': 'Lviv' });
    full.set('amount', -1);
    await full.submit(() =>
      Promise.reject(new RingbackError('invalid', 'No.', { fields: { amount: 'must not be negative' } })),
    );
    expect([full.get('amount'), full.faultOf('amount'), full.saving]).toEqual([
      -1,
      'must not be negative',
      false,
    ]);
    full.set('amount', 1);
    expect(full.faultOf('amount')).toBeUndefined();
    await full.submit(() => Promise.reject(new RingbackError('unavailable', 'No answer.')));
    expect(full.error).toEqual({ code: 'unavailable', sentence: 'No answer.' });
  });
});
