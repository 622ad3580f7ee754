import type { CardLayout } from '@ringback/model';

/** Of a host that brings no layout: the fields of a deal as Ringback knows them. */
export const PLAIN_LAYOUT: CardLayout = {
  entity: 'deal',
  groups: [],
  hidden: [],
  required: [{ entity: 'deal', fields: ['title'] }],
  fields: [
    { key: 'title', type: 'text', writable: true },
    { key: 'amount', type: 'money', writable: true },
    { key: 'probability', type: 'percent', writable: true },
    { key: 'closesAt', type: 'date', writable: true },
    { key: 'paid', type: 'boolean', writable: true },
    { key: 'responsible', type: 'user', writable: true },
    { key: 'lostReason', type: 'choice', writable: true },
    { key: 'lines', type: 'lines', writable: true },
  ],
};
