import type { RoutedBy } from '@ringback/model';
import { expect } from '@open-wc/testing';
import { routedSentence } from './routed.ts';

const agent = { id: 'olena', name: 'Olena' };

describe('Why a call rang where it did', () => {
  const reasons: [RoutedBy, string][] = [
    [{ why: 'responsible', agent }, 'went to Olena, who is responsible for this customer'],
    [
      { why: 'familiar', agent, minutesAgo: 14 },
      'went to Olena, who had talked with this number 14 min before',
    ],
    [
      { why: 'group', group: 'Sales', algorithm: 'longest-idle' },
      'went to the group Sales, the longest idle first',
    ],
    [{ why: 'group', group: 'Sales', route: 'Day' }, 'went to the group Sales · rule “Day”'],
    [{ why: 'agent', agent, route: 'Night' }, 'went to Olena, whom the rule names · rule “Night”'],
    [{ why: 'agent', route: 'Night' }, 'went to those whom the rule names · rule “Night”'],
    [{ why: 'number', route: 'Night' }, 'went to the number that the rule names · rule “Night”'],
    [{ why: 'forwarded', agent }, 'went where Olena has calls forwarded'],
    [{ why: 'everybody' }, 'went to everybody who takes calls'],
  ];
  for (const [by, sentence] of reasons)
    it(`${by.why}${by.route ?? ''}: ${sentence}`, () => {
      expect(routedSentence(by, 'en')).to.equal(sentence);
    });

  it('reads in each language with its own unit of time', () => {
    const by = { why: 'familiar', agent, minutesAgo: 14 } as const;
    expect(routedSentence(by, 'uk')).to.contain('за 14 хв до того: Olena');
    expect(routedSentence(by, 'ru')).to.contain('за 14 мин до этого: Olena');
  });
});
