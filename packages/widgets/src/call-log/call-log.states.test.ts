import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './call-log.stories.ts';

describe('<ringback-call-log>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
