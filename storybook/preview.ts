/// <reference types="vite/client" />
import '@ringback/ui/ringback-provider.js';
import { setCustomElementsManifest, type Preview } from '@storybook/web-components-vite';
import { html } from 'lit';
import { speakPseudoLocale } from './pseudo-locale.ts';

/** Made by `npm run manifest`. */
const [manifest] = Object.values(
  import.meta.glob('./.manifest/custom-elements.json', { eager: true, import: 'default' }),
);
setCustomElementsManifest(manifest);
speakPseudoLocale();

const toolbar = (title: string, icon: 'globe' | 'mirror', items: { value: string; title: string }[]) => ({
  toolbar: { title, icon, items, dynamicTitle: true },
});

const preview: Preview = {
  tags: ['autodocs'],
  globalTypes: {
    locale: toolbar('Language', 'globe', [
      { value: 'en', title: 'English' },
      { value: 'uk', title: 'Українська' },
      { value: 'ru', title: 'Русский' },
      { value: 'rtl', title: 'Right to left (nobody’s language)' },
    ]),
    theme: toolbar('Theme', 'mirror', [
      { value: 'light', title: 'Light' },
      { value: 'dark', title: 'Dark' },
    ]),
  },
  initialGlobals: { locale: 'en', theme: 'light', a11y: { manual: false } },
  parameters: {
    layout: 'fullscreen',
    controls: { expanded: true },
    a11y: { test: 'error' },
    viewport: {
      options: {
        phone: { name: 'Phone, 360 px', styles: { width: '360px', height: '640px' } },
        tablet: { name: 'Tablet, 768 px', styles: { width: '768px', height: '900px' } },
        desktop: { name: 'Desktop, 1440 px', styles: { width: '1440px', height: '900px' } },
      },
    },
  },
  decorators: [
    (story, { globals }) => {
      const page = document.documentElement;
      const locale = globals['locale'] === 'rtl' ? 'en' : globals['locale'];
      page.lang = locale;
      page.dir = globals['locale'] === 'rtl' ? 'rtl' : 'ltr';
      page.style.setProperty('color-scheme', globals['theme']);
      return html`<ringback-provider .locale=${locale}>
        <main class="page">${story()}</main>
      </ringback-provider>`;
    },
  ],
};

export default preview;
