import { describe, expect, it } from 'vitest';
import { CLAIM_PROCESS } from './process-claim.ts';
import { checkProcess } from './process-check.ts';
import { ProcessDefinitionInput } from './process.ts';

const define = (statuses: object[], steps: [string, string][], startStatusId = 'a') =>
  ProcessDefinitionInput.parse({
    ...{ name: 'Test', subjects: ['deal'], startStatusId, version: 0 },
    statuses: statuses.map((status) => ({ name: 'Status', ...status })),
    transitions: steps.map(([from, to]) => ({ from, to })),
  });
const codes = (...args: Parameters<typeof define>) =>
  checkProcess(define(...args)).map(({ code, statusId, id }) => [code, statusId ?? id].join(' ').trim());

describe('Whoever makes a process hears what is wrong with it', () => {
  it('The claim that Ringback comes with has nothing wrong', () => {
    expect(checkProcess(CLAIM_PROCESS)).toEqual([]);
  });

  it('A status that no way leads to is named', () => {
    expect(
      codes(
        [{ id: 'a' }, { id: 'b' }, { id: 'c', end: 'done' }],
        [
          ['a', 'c'],
          ['b', 'c'],
        ],
      ),
    ).toEqual(['unreachable b']);
  });

  it('A status that no way leads out of to an end is named, and so is a ring without one', () => {
    const statuses = [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }, { id: 'e', end: 'dropped' }];
    const steps: [string, string][] = [
      ['a', 'b'],
      ['a', 'c'],
      ['c', 'd'],
      ['d', 'c'],
      ['a', 'e'],
    ];
    expect(codes(statuses, steps)).toEqual(['dead-end b', 'dead-end c', 'dead-end d']);
  });

  it('A process without an end, with an unknown start or an unknown step is refused', () => {
    expect(codes([{ id: 'a' }], [])).toEqual(['no-end']);
    expect(codes([{ id: 'a', end: 'done' }], [['a', 'x']], 'z')).toEqual([
      'unknown-start z',
      'unknown-status x',
    ]);
  });

  it('An end has no way out, two things have no one id, a choice has options and an action its text', () => {
    const question = { id: 'q', kind: 'question', text: 'What?', answer: 'choice' };
    const statuses = [
      { id: 'a', items: [question], onEnter: [{ kind: 'move-deal' }] },
      { id: 'b', end: 'done', items: [{ id: 'q', kind: 'hint', text: 'Again' }] },
    ];
    expect(
      codes(statuses, [
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ).toEqual(['choice-without-options a', 'action-incomplete a', 'leaves-end b', 'same-id b']);
  });
});
