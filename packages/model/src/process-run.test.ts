import { describe, expect, it } from 'vitest';
import { CLAIM_PROCESS } from './process-claim.ts';
import { Process } from './process.ts';
import { answerStep, beginProcess, moveProcess, tasksToMake, taskOfStep, withTask } from './process-run.ts';

const at = (minute: number) => ({
  at: `2026-11-23T09:${String(minute).padStart(2, '0')}:00.000Z`,
  by: { id: 'olena', name: 'Olena' },
});
const begun = () => beginProcess(CLAIM_PROCESS, { id: 'p1', subject: { kind: 'deal', id: 'd1' } }, at(0));
const answered = () => answerStep(answerStep(begun(), 'what', 'Broken cup', at(1)), 'wish', 'Refund', at(2));
const examining = () => moveProcess(answered(), CLAIM_PROCESS, 'examined', at(3));

describe('A claim is led to its end', () => {
  it('begins in its first status, says what must be found out, and where it can go', () => {
    const process = begun();
    expect(Process.parse(process)).toEqual(process);
    expect(process).toMatchObject({
      status: { id: 'received' },
      blockedBy: ['what', 'wish'],
      next: [{ id: 'examined' }],
    });
  });

  it('goes nowhere while a required question is open, and says which', () => {
    expect(() => moveProcess(begun(), CLAIM_PROCESS, 'examined', at(1))).toThrow(
      expect.objectContaining({
        code: 'conflict',
        fields: { 'steps.what': 'What is wrong?', 'steps.wish': 'What does the customer want?' },
      }),
    );
  });

  it('goes only where the matrix permits, and says where that is', () => {
    expect(() => moveProcess(answered(), CLAIM_PROCESS, 'settled', at(3))).toThrow(
      expect.objectContaining({ code: 'conflict', hint: 'It can go on to: Being examined.' }),
    );
  });

  it('has a task to make in the next status, which blocks until it is done', () => {
    const process = examining();
    expect(tasksToMake(process).map(({ id }) => id)).toEqual(['examine']);
    const open = answerStep(withTask(process, 'examine', 't1'), 'justified', 'yes', at(4));
    expect(open.blockedBy).toEqual(['examine']);
    expect(taskOfStep(open, 't1', true, at(5)).blockedBy).toEqual([]);
  });

  it('keeps what was found out when it comes back', () => {
    const done = taskOfStep(
      answerStep(withTask(examining(), 'examine', 't1'), 'justified', 'no', at(4)),
      't1',
      true,
      at(5),
    );
    const back = moveProcess(done, CLAIM_PROCESS, 'received', at(6));
    expect(back.steps.find(({ id }) => id === 'what')?.value).toBe('Broken cup');
    expect(back.blockedBy).toEqual([]);
    expect(back.history.map(({ to }) => to)).toEqual(['received', 'examined', 'received']);
  });

  it('takes an answer back, and refuses one that is none', () => {
    expect(answerStep(answered(), 'wish', '', at(3)).blockedBy).toEqual(['wish']);
    expect(() => answerStep(begun(), 'wish', 'Gold', at(1))).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
    expect(() => answerStep(begun(), 'calm', 'yes', at(1))).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });
});
