import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './process.stories.ts';

describe('<ringback-process>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
