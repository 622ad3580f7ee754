import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './record-window.stories.ts';

describe('<ringback-record-window>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
