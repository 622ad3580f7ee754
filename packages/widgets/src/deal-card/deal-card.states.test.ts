import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './deal-card.stories.ts';

describe('<ringback-deal-card>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
