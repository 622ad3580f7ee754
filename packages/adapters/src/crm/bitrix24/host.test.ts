import { beforeEach, describe, expect, it } from 'vitest';
import { type Bx24, createBitrix24Bridge, type HostBridge, type HostPage, readHostPage } from './host.ts';

const PORTAL = 'https://firm.bitrix24.ua';
const page = (placement: string, options: Record<string, unknown> = {}): HostPage => ({
  ...{ ringback: 'host', version: 1, system: 'bitrix24', portal: PORTAL },
  ...{ placement, options },
});

let target: EventTarget;
let opened: string[];
let dialled: string[];
let clicks: Map<string, (data: unknown) => void>;

function bridge(of: HostPage): HostBridge {
  const bx24: Bx24 = {
    init: (ready) => ready(),
    openPath: (path) => void opened.push(path),
    placement: { bindEvent: (event, listener) => void clicks.set(event, listener), call: () => undefined },
  };
  return createBitrix24Bridge({ page: of, bx24, target, dial: (number) => void dialled.push(number) });
}

const open = (url: string) =>
  target.dispatchEvent(
    new CustomEvent('ringback-party-open', { detail: { party: {}, callId: 'c1', url }, cancelable: true }),
  );

beforeEach(() => {
  target = new EventTarget();
  opened = [];
  dialled = [];
  clicks = new Map();
});

describe('a page of ours in the portal', () => {
  it('opens a clicked customer in the portal’s slider, and other addresses not', () => {
    bridge(page('CALL_CARD'));
    expect(open(`${PORTAL}/crm/contact/details/797/`)).toBe(false);
    expect(open('https://evil.example/crm/contact/details/797/')).toBe(true);
    expect(open('javascript:alert(1)')).toBe(true);
    expect(opened).toEqual(['/crm/contact/details/797/']);
  });

  it('knows on whose card it stands', () => {
    const call = page('CALL_CARD', { CRM_ENTITY_TYPE: 'CONTACT', CRM_ENTITY_ID: '797' });
    expect(bridge(call).currentRecord()).toEqual({ kind: 'party', id: 'contact-797' });
    expect(bridge(page('CRM_DEAL_DETAIL_TAB', { ID: '12' })).currentRecord()).toEqual({
      kind: 'deal',
      id: '12',
    });
    const unknown = page('CALL_CARD', { CRM_ENTITY_TYPE: 'undefined', CRM_ENTITY_ID: 'undefined' });
    expect(bridge(unknown).currentRecord()).toBeUndefined();
  });

  it('dials what is called in the portal’s card, in the background worker alone, until it is put away', () => {
    bridge(page('CALL_CARD'));
    expect(clicks.size).toBe(0);
    const worker = bridge(page('PAGE_BACKGROUND_WORKER'));
    const click = clicks.get('BackgroundCallCard::makeCallButtonClick')!;
    click({ phoneNumber: '+380671112233' });
    click({ phoneNumber: '' });
    click(null);
    worker.destroy();
    click({ phoneNumber: '+380671112233' });
    expect(dialled).toEqual(['+380671112233']);
  });

  it('is joined only in the portal’s frame, and only by the same version', () => {
    const text = JSON.stringify(page('CALL_CARD'));
    expect(readHostPage(text, PORTAL)).toBeDefined();
    expect(readHostPage(text, 'https://evil.example')).toBeUndefined();
    expect(readHostPage(text, undefined)).toBeUndefined();
    expect(readHostPage(JSON.stringify({ ...page('CALL_CARD'), version: 2 }), PORTAL)).toBeUndefined();
  });
});
