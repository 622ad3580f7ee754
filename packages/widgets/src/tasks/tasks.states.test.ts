import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './tasks.stories.ts';

describe('<ringback-tasks>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
