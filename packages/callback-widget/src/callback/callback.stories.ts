import type { Meta, StoryObj } from '@ringback/storybook';
import { html } from 'lit';
import { words as en } from '../words/en.ts';
import { words as ru } from '../words/ru.ts';
import { words as uk } from '../words/uk.ts';
import { type CallbackApi, CallbackError, type CallbackStatus } from './api.ts';
import type { RingbackCallback } from './callback.ts';
import './ringback-callback.ts';

type Answer = Partial<CallbackStatus> | CallbackError | 'none yet';

const WORDS = { en, uk, ru };
const NAMES = { en: 'Tea house', uk: 'Чайна крамниця', ru: 'Чайная лавка' };

/** A gateway that gives the same answer for ever, 30 seconds before the promise ends. */
function gatewayOf(answer: Answer): CallbackApi {
  const status: CallbackStatus = {
    id: 'callback-1',
    token: 't',
    state: 'requested',
    now: '2026-11-23T09:00:00.000Z',
    promisedUntil: '2026-11-23T09:00:30.000Z',
    ...(typeof answer === 'object' && !(answer instanceof Error) ? answer : {}),
  };
  const request = async (): Promise<CallbackStatus> => {
    if (answer instanceof Error) throw answer;
    return answer === 'none yet' ? new Promise(() => {}) : status;
  };
  return { request, status: async () => status, cancel: async () => ({ ...status, state: 'cancelled' }) };
}

/** The dialog is open; with `typed`, the visitor has asked to be called at that number. */
function dialog(answer: Answer = {}, typed?: string): StoryObj<RingbackCallback> {
  return {
    render: (_args, { globals }) => {
      const locale = globals['locale'] as keyof typeof WORDS;
      return html`<ringback-callback
        lang=${locale}
        .site=${{ key: 'demo-shop', gateway: '', locale, country: 'UA', name: NAMES[locale] }}
        .words=${WORDS[locale]}
        .api=${gatewayOf(answer)}
        .pollMs=${600_000}
      ></ringback-callback>`;
    },
    play: async ({ canvasElement }) => {
      const element = canvasElement.querySelector('ringback-callback')!;
      await element.open();
      if (typed === undefined) return;
      const field = element.shadowRoot!.querySelector<HTMLInputElement>('#number')!;
      field.value = typed;
      field.dispatchEvent(new InputEvent('input'));
      element.shadowRoot!.querySelector('form')!.requestSubmit();
      while (!(await element.updateComplete));
    },
  };
}

const NUMBER = '067 123 45 01';
const state = (more: Partial<CallbackStatus>) => dialog(more, NUMBER);
const refused = (code: CallbackError['code']) => dialog(new CallbackError(code, ''), NUMBER);

const meta: Meta<RingbackCallback> = {
  title: 'Elements/Callback',
  component: 'ringback-callback',
  parameters: { docs: { story: { inline: false, height: '420px' } } },
};
export default meta;

export const Form = dialog();
export const NoNumber = dialog({}, '');
export const NumberRefused = refused('invalid');
export const NumberNotCallable = refused('forbidden');
export const TooManyRequests = refused('rate-limited');
export const GatewayDown = refused('unavailable');
export const Asking = dialog('none yet', NUMBER);
export const Requested = state({ state: 'requested' });
export const AgentRinging = state({ state: 'agent-ringing' });
export const VisitorRinging = state({ state: 'visitor-ringing' });
export const Connected = state({ state: 'connected' });
export const Completed = state({ state: 'completed' });
export const NoAgent = state({ state: 'failed', failure: 'no-agent' });
export const NoAnswer = state({ state: 'failed', failure: 'no-answer' });
export const Cancelled = state({ state: 'cancelled' });
