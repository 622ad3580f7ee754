import { type Meta, pseudoWords, type StoryObj } from '@ringback/storybook';
import { html } from 'lit';
import type { CallbackSite } from '../site.ts';
import { words as en } from '../words/en.ts';
import { words as ru } from '../words/ru.ts';
import { words as uk } from '../words/uk.ts';
import {
  type CallbackApi,
  CallbackError,
  type CallbackFailure,
  type CallbackObstacle,
  type CallbackState,
  type CallbackStatus,
} from './api.ts';
import type { RingbackCallback } from './callback.ts';
import './ringback-callback.ts';

const WORDS = { en, uk, ru };
const SITE = { key: 'demo-shop', gateway: '', name: 'Lantern & Oak' };

/** A gateway that always answers the same. */
function answering(
  answer: CallbackStatus | CallbackError | Promise<never>,
  obstacle?: CallbackObstacle,
): CallbackApi {
  const give = async (): Promise<CallbackStatus> => {
    const given = await answer;
    if (given instanceof CallbackError) throw given;
    return given;
  };
  const offer = async () => ({
    now: NOW,
    ...(obstacle && { obstacle, opensAt: '2026-01-02T07:00:00.000Z' }),
    spans: [{ from: '2026-01-02T07:00:00.000Z', to: '2026-01-02T16:00:00.000Z' }],
    example: '+380 50 123 4567',
  });
  return { offer, request: give, status: give, cancel: give, move: give, rate: give };
}

const NOW = '2026-01-01T10:00:00.000Z';

const inState = (state: CallbackState, failure?: CallbackFailure, secondsLeft = 24): CallbackApi =>
  answering({
    id: 'cb1',
    token: 't',
    state,
    ...(failure && { failure }),
    now: '2026-01-01T10:00:00.000Z',
    promisedUntil: new Date(Date.parse('2026-01-01T10:00:00.000Z') + secondsLeft * 1000).toISOString(),
  });

interface Args {
  api: CallbackApi;
  /** Calls from the page are offered. */
  browser?: boolean;
  /** Typed and sent before the picture; absent = the empty form. */
  number?: string;
}

const meta: Meta<Args> = {
  title: 'Callback',
  component: 'ringback-callback',
  args: { api: inState('requested') },
  render: ({ api, browser = false }, { globals }) => {
    const rtl = globals['locale'] === 'rtl';
    const locale = (rtl ? 'en' : globals['locale']) as CallbackSite['locale'];
    return html`<ringback-callback
      lang=${locale}
      .site=${{ ...SITE, locale, browser }}
      .words=${rtl ? pseudoWords(WORDS.en) : WORDS[locale]}
      .api=${api}
      .pollMs=${60_000}
    ></ringback-callback>`;
  },
  play: async ({ canvasElement, args }) => {
    // What the story before has asked for is not this one's.
    sessionStorage.clear();
    const element = canvasElement.querySelector<RingbackCallback>('ringback-callback')!;
    await element.open();
    if (args.number === undefined) return;
    const root = element.shadowRoot!;
    const field = root.querySelector<HTMLInputElement>('#number')!;
    field.value = args.number;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    root.querySelector('form')!.requestSubmit();
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  },
};
export default meta;

type Story = StoryObj<Args>;
const asked = (api: CallbackApi): Story => ({ args: { api, number: '050 111 22 33' } });

export const Form: Story = {};
export const FromTheBrowser: Story = { args: { browser: true } };
export const NothingTyped: Story = { args: { number: '' } };
export const Sending = asked(answering(new Promise<never>(() => {})));
export const FindingSomebody = asked(inState('requested'));
export const ColleaguePicksUp = asked(inState('agent-ringing'));
export const Late = asked(inState('agent-ringing', undefined, 0));
export const YourPhoneRings = asked(inState('visitor-ringing'));
export const Connected = asked(inState('connected'));
export const Completed = asked(inState('completed'));
export const Cancelled = asked(inState('cancelled'));
export const NobodyInTime = asked(inState('failed', 'no-agent'));
export const NotAnswered = asked(inState('failed', 'no-answer'));
export const NumberIsNone = asked(answering(new CallbackError('invalid')));
export const NotCallable = asked(answering(new CallbackError('forbidden')));
export const TooOften = asked(answering(new CallbackError('rate-limited')));
export const NobodyThere = asked(answering(new CallbackError('unavailable')));
export const Offline = asked(answering(new CallbackError('timeout')));

const scheduled = (due: Partial<CallbackStatus>): CallbackApi =>
  answering({
    ...{ id: 'cb1', token: 't', state: 'scheduled', now: NOW, promisedUntil: NOW },
    dueAt: '2026-01-02T07:00:00.000Z',
    ...due,
  });
export const Closed: Story = { args: { api: answering(new CallbackError('unavailable'), 'closed') } };
export const AllBusy: Story = { args: { api: answering(new CallbackError('unavailable'), 'all-busy') } };
export const Scheduled = asked(scheduled({ dueBecause: 'chosen' }));
export const TriedAgain = asked(scheduled({ dueBecause: 'retry', failure: 'visitor-busy' }));
