import { eachStoryIsAccessible } from '@ringback/testing/each-story';
import * as stories from './caller-card.stories.ts';

describe('<ringback-caller-card>, in every state that has a design', () => {
  eachStoryIsAccessible(stories);
});
