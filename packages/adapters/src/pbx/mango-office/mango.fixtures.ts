/** The adapter and its simulator on one clock that stands still. */
import { createTestContext, createVirtualClock } from '../../testing/index.ts';
import type { Fact } from '../observed.ts';
import { createMangoOffice } from './index.ts';
import { type MangoSettingsInput, MangoSettings } from './manifest.ts';
import { createMangoSimulator } from './simulator.ts';

export function createMangoRig(changed: Partial<MangoSettingsInput> = {}) {
  const clock = createVirtualClock();
  const sim = createMangoSimulator({ clock });
  const context = createTestContext({ clock, http: sim.http, country: 'RU' });
  const given = { settings: MangoSettings.parse({ ...sim.settings, ...changed }) };
  const pbx = createMangoOffice({ settings: () => given.settings, context });
  const facts: Fact[] = [];
  sim.deliverTo(async (delivery) => {
    const told = await pbx.observe?.receive(delivery);
    if (told?.kind === 'fact') facts.push(told.fact);
  });
  return {
    ...{ clock, sim, context, pbx, given },
    async facts() {
      await sim.told();
      return facts;
    },
  };
}
