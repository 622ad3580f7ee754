/** For `*.stories.ts` of all packages: Storybook itself is installed here alone. */
export type { Meta, StoryObj } from '@storybook/web-components-vite';
export { pseudoWords } from './pseudo-locale.ts';
