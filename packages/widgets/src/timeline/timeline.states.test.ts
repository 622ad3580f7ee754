import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './timeline.stories.ts';

describe('<ringback-timeline>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
