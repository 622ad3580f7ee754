import { describe, expect, it } from 'vitest';
import { CALL_DIRECTIONS, CALL_STATES, canTransition } from './call.ts';
import { EVENT_TYPES, callEventType } from './events.ts';

describe('the call state machine', () => {
  it('lets nothing leave the end', () => {
    for (const direction of CALL_DIRECTIONS) {
      for (const to of CALL_STATES) expect(canTransition(direction, 'ended', to)).toBe(false);
    }
  });

  it('lets every live state end', () => {
    for (const direction of CALL_DIRECTIONS) {
      for (const from of CALL_STATES.filter((state) => state !== 'ended')) {
        expect(canTransition(direction, from, 'ended')).toBe(true);
      }
    }
  });

  it('never repeats a state, so that a fact is told once', () => {
    for (const direction of CALL_DIRECTIONS) {
      for (const state of CALL_STATES) expect(canTransition(direction, state, state)).toBe(false);
    }
  });

  it('answers an inbound call through connecting, an outbound one through ringing', () => {
    expect(canTransition('in', 'ringing', 'connecting')).toBe(true);
    expect(canTransition('out', 'connecting', 'ringing')).toBe(true);
  });

  it('waits for a visitor’s browser before it rings the agents', () => {
    expect(canTransition('in', 'connecting', 'ringing')).toBe(true);
    expect(canTransition('in', 'connected', 'ringing')).toBe(false);
  });

  it('rings the agents of a callback first, and connects when one has picked up', () => {
    expect(canTransition('out', 'ringing', 'connecting')).toBe(true);
    expect(canTransition('out', 'connected', 'connecting')).toBe(false);
  });

  it('tells each step by a fact of the vocabulary', () => {
    expect(callEventType(undefined, 'ringing')).toBe('call.ringing');
    expect(callEventType('connected', 'held')).toBe('call.held');
    expect(callEventType('held', 'connected')).toBe('call.resumed');
    for (const state of CALL_STATES) expect(EVENT_TYPES).toContain(callEventType(undefined, state));
  });
});
