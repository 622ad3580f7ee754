import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './party-card.stories.ts';

describe('<ringback-party-card>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
