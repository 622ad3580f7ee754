import { expect, waitUntil } from '@open-wc/testing';
import { newId } from '../new-id.ts';
import { createElection } from './election.ts';

describe('the election of the leader', () => {
  function candidates(count: number) {
    const name = `ringback:test-${newId()}`;
    const leaders: number[] = [];
    const lost: number[] = [];
    const all = Array.from({ length: count }, (_, index) =>
      createElection({
        name,
        locks: navigator.locks,
        onLead: () => void leaders.push(index),
        onLost: () => void lost.push(index),
      }),
    );
    return { leaders, lost, all };
  }

  it('gives the lead to one of eight, and to the next when he lets go, until the last', async () => {
    const { leaders, all } = candidates(8);
    for (const one of all) one.contend();
    for (let count = 1; count <= 8; count += 1) {
      await waitUntil(() => leaders.length === count);
      all[leaders.at(-1)!]!.release();
    }
    expect(leaders).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('passes by whoever has left the queue', async () => {
    const { leaders, all } = candidates(3);
    for (const one of all) one.contend();
    await waitUntil(() => leaders.length === 1);
    all[1]!.release();
    all[0]!.release();
    await waitUntil(() => leaders.length === 2);
    expect(leaders).to.deep.equal([0, 2]);
    all[2]!.release();
  });

  it('is won but once, however often one asks', async () => {
    const { leaders, all } = candidates(1);
    all[0]!.contend();
    all[0]!.contend();
    await waitUntil(() => leaders.length > 0);
    expect(leaders).to.deep.equal([0]);
    all[0]!.release();
  });

  it('is taken from a tab that sleeps; when that one wakes it knows, and stands in the queue again', async () => {
    const { leaders, lost, all } = candidates(3);
    for (const one of all) one.contend();
    await waitUntil(() => leaders.length === 1);
    all[2]!.steal();
    await waitUntil(() => leaders.length === 2 && lost.length === 1);
    expect(leaders).to.deep.equal([0, 2]);
    expect(lost).to.deep.equal([0]);
    all[0]!.contend();
    all[2]!.release();
    await waitUntil(() => leaders.length === 3);
    expect(leaders.at(-1)).to.equal(1);
    all[1]!.release();
    await waitUntil(() => leaders.length === 4);
    expect(leaders.at(-1)).to.equal(0);
    all[0]!.release();
    expect(lost).to.deep.equal([0]);
  });

  it('lets every tab lead where there are no Web Locks', () => {
    const leaders: string[] = [];
    for (const name of ['one', 'other']) {
      createElection({
        name: 'ringback',
        locks: undefined,
        onLead: () => void leaders.push(name),
        onLost: () => undefined,
      }).contend();
    }
    expect(leaders).to.deep.equal(['one', 'other']);
  });
});
