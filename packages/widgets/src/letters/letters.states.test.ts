import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './letters.stories.ts';

describe('<ringback-letters>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
