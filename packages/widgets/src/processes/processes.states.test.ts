import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './processes.stories.ts';

describe('<ringback-processes>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
