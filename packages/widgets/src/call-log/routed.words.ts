import type { RoutedBy } from '@ringback/model';
import type { Catalogue } from '@ringback/ui';

const en = {
  call: 'The call',
  responsible: 'went to {agent}, who is responsible for this customer',
  familiar: 'went to {agent}, who had talked with this number {ago} before',
  group: 'went to the group {group}',
  agent: 'went to {agent}, whom the rule names',
  people: 'went to those whom the rule names',
  number: 'went to the number that the rule names',
  forwarded: 'went where {agent} has calls forwarded',
  everybody: 'went to everybody who takes calls',
  rule: 'rule “{route}”',
  'all-at-once': 'all at once',
  'in-order': 'in order',
  'round-robin': 'in turn',
  'longest-idle': 'the longest idle first',
  'fewest-calls': 'the fewest calls first',
} satisfies Record<RoutedBy['why'] | NonNullable<RoutedBy['algorithm']> | 'call' | 'people' | 'rule', string>;

export type RoutedWords = typeof en;

export const routedWords: Catalogue<RoutedWords> = {
  en,
  uk: {
    call: 'Дзвінок',
    responsible: 'надійшов відповідальному за клієнта: {agent}',
    familiar: 'надійшов тому, хто розмовляв із цим номером за {ago} до того: {agent}',
    group: 'надійшов до групи {group}',
    agent: 'надійшов тому, кого називає правило: {agent}',
    people: 'надійшов тим, кого називає правило',
    number: 'надійшов на номер, який називає правило',
    forwarded: 'переадресований співробітником: {agent}',
    everybody: 'надійшов усім, хто приймає дзвінки',
    rule: 'правило «{route}»',
    'all-at-once': 'усім одразу',
    'in-order': 'за порядком',
    'round-robin': 'по черзі',
    'longest-idle': 'спочатку найдовше вільному',
    'fewest-calls': 'спочатку тому, хто мав найменше дзвінків',
  },
  ru: {
    call: 'Звонок',
    responsible: 'поступил ответственному за клиента: {agent}',
    familiar: 'поступил тому, кто разговаривал с этим номером за {ago} до этого: {agent}',
    group: 'поступил в группу {group}',
    agent: 'поступил тому, кого называет правило: {agent}',
    people: 'поступил тем, кого называет правило',
    number: 'поступил на номер, который называет правило',
    forwarded: 'переадресован сотрудником: {agent}',
    everybody: 'поступил всем, кто принимает звонки',
    rule: 'правило «{route}»',
    'all-at-once': 'всем сразу',
    'in-order': 'по порядку',
    'round-robin': 'по очереди',
    'longest-idle': 'сначала дольше всех свободному',
    'fewest-calls': 'сначала тому, у кого меньше всего звонков',
  },
};
