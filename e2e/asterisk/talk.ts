/** A call, and what is seen of it: what many stories have in common, on either PBX. */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import type { Stack } from '../../examples/demo/stack.ts';
import { AGENT_HZ, expect, VISITOR_HZ } from '../fixtures.ts';
import { AgentPanel } from '../panel.ts';
import type { VisitorPhone } from '../visitor.ts';

export const IRYNA = '+380501112233';

/**
 * A customer calls, and both hear each other. The bar's timer is no proof of that: it begins with the agent's own leg, a moment before the
 * gateway has joined it to the caller's.
 */
export async function talk(panel: AgentPanel, phone: VisitorPhone): Promise<void> {
  await phone.open(IRYNA);
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  await hearEachOther(panel, phone);
}

export async function hearEachOther(panel: AgentPanel, phone: VisitorPhone, hz = VISITOR_HZ): Promise<void> {
  await Promise.all([panel.hears(hz), phone.hears(AGENT_HZ)]);
  await phone.says('Talking');
}

/** The tab that leads opens a connection to the PBX; this resolves when the page has done so. */
export const takesTheLead = (page: Page): Promise<unknown> => page.waitForEvent('websocket');

/** Resolves when the new page is on its way to the PBX. */
export async function reload({ page }: AgentPanel): Promise<void> {
  const connected = takesTheLead(page);
  await page.reload();
  await connected;
}

export async function anotherTab(context: BrowserContext, stack: Stack): Promise<AgentPanel> {
  const tab = new AgentPanel(await context.newPage(), stack);
  await tab.open('/customers.html');
  await tab.isTalking();
  return tab;
}

export interface Shown {
  state: string;
  muted: boolean;
  recovering: boolean;
}

/** The live calls of the page's phone, in order of arrival. */
export function callsOf({ page }: AgentPanel): Promise<Shown[]> {
  return page.evaluate(async () => {
    const { ringback } = window as unknown as {
      ringback(command: 'snapshot'): Promise<{ phone: { calls: Shown[] } }>;
    };
    return (await ringback('snapshot')).phone.calls
      .filter(({ state }) => state !== 'ended')
      .map(({ state, muted, recovering }) => ({ state, muted, recovering }));
  });
}

/** The page has calls, and each is in its own hands again. */
export const isRecovered = (panel: AgentPanel): Promise<void> =>
  expect
    .poll(async () => [...new Set((await callsOf(panel)).map(({ recovering }) => recovering))])
    .toEqual([false]);

/** Of several calls, the one with this person. */
export const callWith = ({ bar }: AgentPanel, name: string): Locator =>
  bar.getByRole('listitem').filter({ hasText: name });

export function seconds(timer: string): number {
  return timer.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
