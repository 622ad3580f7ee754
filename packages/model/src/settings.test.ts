import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, Settings } from './settings.ts';
import { PERMISSIONS, ROLE_PERMISSIONS, ROLES, may } from './agent.ts';
import { HTTP_STATUS, ERROR_CODES, RingbackError } from './error.ts';

describe('settings', () => {
  it('have defaults that pass their own schema', () => {
    expect(Settings.safeParse(DEFAULT_SETTINGS).success).toBe(true);
  });

  it('name an unknown key instead of dropping it', () => {
    const parsed = Settings.safeParse({ ...DEFAULT_SETTINGS, panelOrigin: 'http://x' });
    expect(parsed.error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['panelOrigin'] });
  });

  it.each(['shop.example', 'https://shop.example/', 'https://shop.example/path', 'javascript:alert(1)', '*'])(
    'refuse %s as an origin',
    (origin) => {
      expect(Settings.safeParse({ ...DEFAULT_SETTINGS, panelOrigins: [origin] }).success).toBe(false);
    },
  );
});

describe('roles', () => {
  it('let only the administrator change settings', () => {
    expect(ROLES.filter((role) => may({ role }, 'settings.write'))).toEqual(['administrator']);
  });

  it('let an employee see his own calls and not those of others', () => {
    expect(may({ role: 'employee' }, 'calls.own')).toBe(true);
    expect(may({ role: 'employee' }, 'calls.all')).toBe(false);
  });

  it('grant only what the vocabulary knows', () => {
    for (const role of ROLES)
      for (const granted of ROLE_PERMISSIONS[role]) expect(PERMISSIONS).toContain(granted);
  });
});

describe('errors', () => {
  it('have a status each', () => {
    for (const code of ERROR_CODES) expect(HTTP_STATUS[code]).toBeGreaterThanOrEqual(400);
  });

  it('say by themselves whether trying again can help', () => {
    expect(new RingbackError('unavailable', 'x').retryable).toBe(true);
    expect(new RingbackError('invalid', 'x').retryable).toBe(false);
  });
});
