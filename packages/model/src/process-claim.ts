/** The process that a new store begins with: a claim is handled to its end, with all that must be found out (S061). */
import type { ProcessDefinition } from './process.ts';

const item = (id: string, kind: 'hint' | 'question' | 'task', text: string, more: object = {}) => ({
  ...{ id, kind, text, required: false, answer: 'text' as const, options: [] },
  ...more,
});

export const CLAIM_PROCESS: ProcessDefinition = {
  id: 'claim',
  name: 'Claim',
  subjects: ['party', 'deal', 'order'],
  startStatusId: 'received',
  enabled: true,
  version: 1,
  statuses: [
    {
      ...{ id: 'received', name: 'Received', end: 'none', onEnter: [] },
      items: [
        item('calm', 'hint', 'Thank for the call, say your name, and let the customer speak to the end.'),
        item('what', 'question', 'What is wrong?', { required: true }),
        item('when', 'question', 'When was it noticed?', { answer: 'date' }),
        item('wish', 'question', 'What does the customer want?', {
          required: true,
          answer: 'choice',
          options: ['Refund', 'Replacement', 'Repair', 'Apology'],
        }),
      ],
    },
    {
      ...{ id: 'examined', name: 'Being examined', end: 'none', onEnter: [] },
      items: [
        item('examine', 'task', 'Find out what happened', { required: true, dueHours: 24 }),
        item('justified', 'question', 'Is the claim justified?', { required: true, answer: 'boolean' }),
      ],
    },
    {
      ...{ id: 'answered', name: 'Answer given', end: 'none', onEnter: [] },
      items: [
        item('call', 'task', 'Call the customer and tell the decision', { required: true, dueHours: 8 }),
        item('content', 'question', 'Is the customer content?', { answer: 'boolean' }),
      ],
    },
    {
      ...{ id: 'settled', name: 'Settled', end: 'done', items: [] },
      onEnter: [{ kind: 'comment', text: 'The claim is settled.' }],
    },
    {
      ...{ id: 'refused', name: 'Refused', end: 'dropped', items: [] },
      onEnter: [{ kind: 'comment', text: 'The claim was refused.' }],
    },
  ],
  transitions: [
    { from: 'received', to: 'examined' },
    { from: 'examined', to: 'answered' },
    { from: 'examined', to: 'received' },
    { from: 'answered', to: 'settled' },
    { from: 'answered', to: 'refused' },
    { from: 'answered', to: 'examined' },
  ],
};
