import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './player.stories.ts';

describe('<ringback-player>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
