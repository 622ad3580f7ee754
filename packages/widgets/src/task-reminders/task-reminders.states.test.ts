import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './task-reminders.stories.ts';

describe('<ringback-task-reminders>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
