import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './task-form.stories.ts';

describe('<ringback-task-form>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
