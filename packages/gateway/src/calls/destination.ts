/** Where an agent may call: the check that every dial passes, from the bar and from a desk phone alike. */
import { type Agent, may, RingbackError, type Settings } from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';

export interface Destination {
  direction: 'out' | 'internal';
  /** E.164, or the colleague's extension. */
  number: string;
  colleague: Agent | undefined;
}

/** Emergency numbers of Europe, North America and Ukraine. A phone in a browser cannot tell the services where it stands. */
const EMERGENCY = new Set(['112', '911', '101', '102', '103', '104']);

const WHY_NONE = {
  empty: 'There is no number to call.',
  'too-short': 'The number is too short.',
  'too-long': 'The number is too long.',
  'not-a-number': 'This is not a phone number.',
} as const;

export interface Dialled {
  agent: Agent;
  number: string;
  settings: Settings;
  byExtension: (extension: string) => Promise<Agent | undefined>;
}

/** Rejects with `invalid` or `forbidden`. */
export async function readDestination({
  agent,
  number,
  settings,
  byExtension,
}: Dialled): Promise<Destination> {
  if (!may(agent, 'calls.dial')) {
    throw new RingbackError('forbidden', 'Your role may not make calls.', {
      hint: 'Ask your administrator.',
    });
  }
  const read = readNumber(number, settings.country);
  switch (read.kind) {
    case 'none':
      throw invalid(WHY_NONE[read.why]);
    case 'internal': {
      const colleague = await byExtension(read.extension);
      return internal(agent, read.extension, colleague);
    }
    case 'e164':
      checkAllowed(read, settings);
      return { direction: 'out', number: read.e164, colleague: undefined };
  }
}

function internal(agent: Agent, extension: string, colleague: Agent | undefined): Destination {
  if (colleague?.id === agent.id)
    throw invalid('This is your own extension.', "Dial a colleague's extension.");
  if (colleague) return { direction: 'internal', number: extension, colleague };
  if (EMERGENCY.has(extension)) {
    throw new RingbackError('forbidden', 'Emergency numbers cannot be called from here.', {
      hint: 'Use a mobile or a landline phone.',
    });
  }
  throw invalid(`No colleague has the extension ${extension}.`);
}

function checkAllowed(read: { country: string | undefined; callable: boolean }, settings: Settings): void {
  if (!read.callable) {
    throw new RingbackError('forbidden', 'Numbers with a special rate cannot be called.', {
      hint: 'Call an ordinary landline or mobile number.',
    });
  }
  if (read.country === undefined || !settings.dialCountries.includes(read.country)) {
    throw new RingbackError('forbidden', 'Calls to this country are not allowed.', {
      hint: 'An administrator can allow it in the settings.',
    });
  }
}

/** Nobody can be called while it lasts. */
export function pbxDown(): RingbackError {
  return new RingbackError('unavailable', 'The PBX cannot be reached.', {
    hint: 'The PBX cannot be reached; calls are possible again as soon as it is back.',
  });
}

function invalid(message: string, hint = 'Check the number and try again.'): RingbackError {
  return new RingbackError('invalid', message, { hint, fields: { number: message } });
}
