// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent } from '@lit/react';
import { RingbackProvider as Element } from '@ringback/ui';
import '@ringback/ui/ringback-provider.js';
import * as React from 'react';

/** Gives phone, backend and language to every Ringback element below it. Draws nothing. */
export const RingbackProvider = createComponent({
  react: React,
  tagName: 'ringback-provider',
  elementClass: Element,
  displayName: 'RingbackProvider',
  events: {},
});
