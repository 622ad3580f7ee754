import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './softphone.stories.ts';

describe('<ringback-softphone>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
