import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './deals.stories.ts';

describe('<ringback-deals>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
