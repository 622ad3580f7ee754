import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './process-editor.stories.ts';

describe('<ringback-process-editor>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
