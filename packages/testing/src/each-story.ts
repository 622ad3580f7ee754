/** Element tests over the stories: what has a design is drawn as its story draws it, and given to axe. Runs in a browser. */
import { expect, fixture, html } from '@open-wc/testing';

type Args = Record<string, unknown>;

/** As much of a Storybook story as is needed to draw it. */
interface Story {
  args?: Args;
  render?: (args: Args, context: { globals: { locale: string } }) => unknown;
  play?: (context: { canvasElement: HTMLElement; args: Args }) => unknown;
}

/** A test for each story of a module: no violation in light, none in dark. */
export function eachStoryIsAccessible(stories: Record<string, unknown>): void {
  const { default: meta, ...named } = stories as Record<string, Story> & { default: Story };
  for (const [name, story] of Object.entries(named)) {
    it(`is accessible in light and in dark: ${name}`, async () => {
      // Each story begins on a page that remembers nothing.
      sessionStorage.clear();
      localStorage.clear();
      const { render, play, args } = {
        ...meta,
        ...story,
        args: { ...meta.args, ...story.args },
      };
      if (!render) throw new Error(`The story ${name} draws nothing.`);
      const canvasElement = await fixture<HTMLElement>(
        html`<main lang="en">${render(args, { globals: { locale: 'en' } })}</main>`,
      );
      // axe takes what is transparent for white, also where the page is dark.
      canvasElement.style.setProperty('background', 'Canvas');
      await play?.({ canvasElement, args });
      const { style } = document.documentElement;
      for (const scheme of ['light', 'dark']) {
        style.setProperty('color-scheme', scheme);
        await expect(canvasElement).to.be.accessible();
      }
      style.removeProperty('color-scheme');
    });
  }
}
