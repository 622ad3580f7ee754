import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './desk.stories.ts';

describe('<ringback-desk>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
