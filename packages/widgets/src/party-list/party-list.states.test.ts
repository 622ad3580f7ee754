import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './party-list.stories.ts';

describe('<ringback-party-list>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
