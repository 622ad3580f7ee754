/** The proxy over the frame's port keeps the promises of every phone: in the tab that leads, and in one that asks it over the bus. */
import { waitUntil } from '@open-wc/testing';
import { runPhoneSuite } from '@ringback/testing';
import { createBrowser } from './tab.harness.ts';

for (const place of ['the tab that leads', 'another tab'] as const) {
  runPhoneSuite(
    { describe, it },
    `framed, ${place}`,
    async () => {
      const browser = createBrowser();
      const leader = browser.open();
      await waitUntil(() => leader.tab.phone.state.status === 'registered');
      const shown = place === 'another tab' ? browser.open() : leader;
      const { phone } = shown.tab;
      await waitUntil(() => phone.state.status === 'registered');
      const far = leader.frame.phone;
      return {
        phone,
        number: '+380671234501',
        async receive() {
          const id = far.receive();
          await waitUntil(() => phone.state.calls.some((call) => call.id === id));
          return id;
        },
        farRings: async (id) => far.farRings(id),
        farAnswers: async (id) => far.farAnswers(id),
        farHangsUp: async (id) => far.farHangsUp(id),
        close: async () => browser.closeAll(),
      };
    },
    { transfers: true },
  );
}
