import type { StorybookConfig } from '@storybook/web-components-vite';
import { defaultClientConditions, mergeConfig } from 'vite';

/** Stories run on the sources, so that nothing has to be built before they are looked at. Nothing here speaks to the network. */
const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../packages/*/src/**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  features: { sidebarOnboardingChecklist: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      // Not the parent folder, as by default: Storybook itself is installed here alone.
      root: import.meta.dirname,
      server: { fs: { allow: ['..'] } },
      resolve: { conditions: ['source', ...defaultClientConditions] },
    }),
};

export default config;
