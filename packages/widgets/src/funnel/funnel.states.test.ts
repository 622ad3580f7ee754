import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './funnel.stories.ts';

describe('<ringback-funnel>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
