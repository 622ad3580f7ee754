import type { Party } from '@ringback/model';
import { callOf, matchOf, PARTIES, phoneCallOf } from '@ringback/testing';
import { describe, expect, it } from 'vitest';
import { factsOf } from './call-facts.ts';
import { CallsBook, type Tellers } from './calls-book.ts';

const nobody: Tellers = { phoneCalls: [], live: [], agentId: 'agent-olena' };
const tells = (more: Partial<Tellers>): Tellers => ({ ...nobody, ...more });
const match = matchOf(PARTIES.taras);

describe('the calls that the card may show', () => {
  it('are one call, whichever of the two tells first', () => {
    const book = new CallsBook();
    expect(book.read(tells({ phoneCalls: [phoneCallOf()] })).map((call) => call.id)).toEqual(['call-1']);
    expect(
      book.read(tells({ phoneCalls: [phoneCallOf()], live: [{ call: callOf(), matches: [match] }] })),
    ).toEqual([]);
    expect(book.calls).toHaveLength(1);
    expect(book.get('call-1')).toMatchObject({ phase: 'ring', matches: [match] });
  });

  it('go as far as either has seen, and not back', () => {
    const book = new CallsBook();
    const live = [{ call: callOf(), matches: [] }];
    book.read(tells({ phoneCalls: [phoneCallOf({ state: 'connected' })], live }));
    book.read(tells({ phoneCalls: [phoneCallOf({ state: 'ringing' })], live }));
    expect(book.get('call-1')?.phase).toBe('talk');
  });

  it('keep the newer of two copies', () => {
    const book = new CallsBook();
    book.read(tells({ live: [{ call: callOf({ version: 3, comment: 'new' }), matches: [] }] }));
    book.hear({ call: callOf({ version: 2, comment: 'old' }) });
    expect(book.get('call-1')?.record?.comment).toBe('new');
  });

  it('end when nobody knows them any more, and are there again when somebody does', () => {
    const book = new CallsBook();
    book.read(tells({ phoneCalls: [phoneCallOf({ state: 'connected' })] }));
    book.read(nobody);
    expect(book.get('call-1')?.phase).toBe('ended');
    book.read(tells({ phoneCalls: [phoneCallOf({ state: 'connected' })] }));
    expect(book.get('call-1')?.phase).toBe('talk');
  });

  it('do not begin with one that is over, or a colleague’s', () => {
    const book = new CallsBook();
    const agent = { id: 'agent-andriy', name: 'Andriy' };
    book.read(tells({ phoneCalls: [phoneCallOf({ state: 'ended' })] }));
    book.read(tells({ live: [{ call: callOf({ id: 'his', state: 'connected', agent }), matches: [] }] }));
    expect(book.calls).toEqual([]);
  });

  it('end here when a colleague answers', () => {
    const book = new CallsBook();
    const agent = { id: 'agent-andriy', name: 'Andriy' };
    book.read(tells({ live: [{ call: callOf(), matches: [] }] }));
    book.read(tells({ live: [{ call: callOf({ state: 'connected', agent, version: 2 }), matches: [] }] }));
    expect(book.get('call-1')?.phase).toBe('ended');
  });

  it('ring here when a colleague calls, who is named, and are talked in when he is answered', () => {
    const book = new CallsBook();
    const agent = { id: 'agent-andriy', name: 'Andriy' };
    const record = callOf({ direction: 'internal', number: '101', state: 'ringing', agent });
    const phone = phoneCallOf({ number: '102', name: 'Andriy' });
    book.read(tells({ phoneCalls: [phone], live: [{ call: record, matches: [] }] }));
    expect(book.get('call-1')?.phase).toBe('ring');
    expect(factsOf(book.get('call-1')!)).toMatchObject({ number: '102', claim: 'Andriy', answerable: true });
    const talk = { phoneCalls: [phoneCallOf({ ...phone, state: 'connected' })] };
    book.read(
      tells({ ...talk, live: [{ call: { ...record, state: 'connected', version: 2 }, matches: [] }] }),
    );
    expect(book.get('call-1')?.phase).toBe('talk');
  });

  it('are not here when two colleagues call each other', () => {
    const book = new CallsBook();
    const agent = { id: 'agent-andriy', name: 'Andriy' };
    book.read(
      tells({ live: [{ call: callOf({ direction: 'internal', number: '103', agent }), matches: [] }] }),
    );
    expect(book.calls).toEqual([]);
  });

  it('are about whom the person chose here until the gateway has said so; then about whom it names', () => {
    const book = new CallsBook();
    const ref = ({ system, id, name, kind }: Party) => ({ system, id, name, kind });
    const [chosen, kept] = [ref(PARTIES.taras), ref(PARTIES.oksana)];
    book.read(tells({ live: [{ call: callOf(), matches: [] }] }));
    book.choose('call-1', chosen);
    book.hear({ call: callOf({ version: 2, comment: 'Tea' }) });
    expect(book.get('call-1')?.chosen).toEqual(chosen);
    book.hear({ call: callOf({ version: 3, party: chosen }) });
    book.hear({ call: callOf({ version: 4, party: kept }) });
    expect(factsOf(book.get('call-1')!).party).toMatchObject(kept);
  });

  it('are about whom the person chose also where another system has somebody of the same id', () => {
    const book = new CallsBook();
    const [crm, shop] = (['crm', 'shop'] as const).map((system) => ({ ...PARTIES.taras, system, id: '42' }));
    const matches = [matchOf(crm!), matchOf({ ...shop!, name: 'Taras of the shop' })];
    book.read(tells({ live: [{ call: callOf({ party: crm! }), matches }] }));
    book.choose('call-1', shop);
    book.hear({ call: callOf({ version: 2, party: crm! }) });
    expect(book.get('call-1')?.chosen).toEqual(shop);
    expect(factsOf(book.get('call-1')!).match?.party.name).toBe('Taras of the shop');
  });

  it('show a record that was changed while they are here as it is now, and keep none of them afterwards', () => {
    const book = new CallsBook();
    const told = tells({ live: [{ call: callOf(), matches: [match] }] });
    const nameAfter = (tellers: Tellers) => {
      book.read(tellers);
      return book.calls.map(({ matches }) => matches?.[0]?.party.name);
    };
    book.hearParty({ ...PARTIES.taras, name: 'Before' });
    expect(nameAfter(told)).toEqual([PARTIES.taras.name]);
    book.hearParty({ ...PARTIES.taras, name: 'Renamed' });
    expect(nameAfter(told)).toEqual(['Renamed']);
    book.close('call-1');
    expect(nameAfter(tells({ live: [{ call: callOf({ id: 'next' }), matches: [match] }] }))).toEqual([
      PARTIES.taras.name,
    ]);
  });

  it('do not come back once closed', () => {
    const book = new CallsBook(['call-1']);
    book.read(tells({ phoneCalls: [phoneCallOf()] }));
    expect(book.calls).toEqual([]);
  });
});
