import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './leads.stories.ts';

describe('<ringback-leads>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
