/** What people read beside the fields of "Security" at /admin. */
import type { Words } from './schema.ts';

function rule(path: string): Words {
  return {
    [`${path}.mode`]: {
      title: 'May come from',
      description:
        'anywhere; list: only these addresses; country: only these countries, and these addresses.',
    },
    [`${path}.addresses`]: {
      title: 'Addresses',
      description: 'Such as 203.0.113.7, or a network as 203.0.113.0/24.',
    },
    [`${path}.countries`]: {
      title: 'Countries of addresses',
      description: 'Two letters each. Needs a database of countries in the folder geoip (docs/security.md).',
    },
  };
}

export const SECURITY_WORDS: Words = {
  security: { title: 'Security' },
  'security.sip': { title: 'Phones', description: 'Where SIP arrives: desk phones and those in browsers.' },
  ...rule('security.sip'),
  'security.sessions': { title: 'People', description: 'Where somebody may be signed in from.' },
  ...rule('security.sessions'),
  'security.tokens': { title: 'Programs', description: 'Where tokens of programs are good.' },
  ...rule('security.tokens'),
  'security.personal': {
    title: 'Exceptions',
    description:
      'What holds for one agent in place of the rules above: at the desk, or on the road for some days.',
  },
  'security.personal.agent': { title: 'Agent', description: 'His id.' },
  ...rule('security.personal'),
  'security.personal.until': {
    title: 'Last day',
    description: 'Such as 2026-12-25; from the next day on the rules above hold again. Lasting when empty.',
  },
  'security.personal.reason': { title: 'Reason' },
  'security.trusted': {
    title: 'Trusted addresses',
    description: 'Your own proxies and your provider: always let in, never locked.',
  },
  'security.failedLogins': {
    title: 'Failed logins of phones',
    description: 'An address from which too many fail is locked, and administrators are told.',
  },
  'security.failedLogins.most': { title: 'At most' },
  'security.failedLogins.minutes': { title: 'Within, minutes' },
  'security.failedLogins.lockMinutes': { title: 'Locked for, minutes' },
  'security.usualCountries': {
    title: 'Countries that are called as a rule',
    description: 'Two letters each, besides our own.',
  },
  'security.unusual': {
    title: 'Calls to other countries',
    description:
      'off: nothing; alarm: administrators are told of the first in 30 days; refuse: none is made.',
  },
  'security.costs': {
    title: 'Cost of calls',
    description: 'Estimated by these rates, in begun minutes. What has been reached ends running calls too.',
  },
  'security.costs.daily': { title: 'At most a day', description: '0: no ceiling.' },
  'security.costs.dailyPerAgent': { title: 'At most a day for each agent', description: '0: no ceiling.' },
  'security.costs.timeZone': {
    title: 'Time zone of the day',
    description: 'Such as Europe/Kyiv; UTC when empty.',
  },
  'security.costs.rates': { title: 'Rates', description: 'The longest prefix that fits decides.' },
  'security.costs.rates.prefix': { title: 'Prefix', description: 'Such as +380 or +88216.' },
  'security.costs.rates.perMinute': { title: 'A minute' },
  'security.costs.otherPerMinute': { title: 'A minute elsewhere', description: 'Where no prefix fits.' },
};
