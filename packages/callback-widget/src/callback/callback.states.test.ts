import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './callback.stories.ts';

describe('<ringback-callback>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
