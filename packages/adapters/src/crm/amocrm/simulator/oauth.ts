/** Tokens of a simulated account: an access token for a day, a refresh token for once. */
import type { SimulatedAnswer } from '../../../testing/simulated-http.ts';

const A_DAY = 86_400;

export interface SimulatedOauth {
  exchange(body: Record<string, string>): SimulatedAnswer;
  knows(authorization: string | null): boolean;
  /** How often a token was given out. */
  readonly grants: number;
}

export interface OauthOptions {
  clientId: string;
  clientSecret: string;
  code: string;
  longLived: string | undefined;
  now: () => Date;
}

export function createOauth({ clientId, clientSecret, code, longLived, now }: OauthOptions): SimulatedOauth {
  let grants = 0;
  let refresh: string | undefined;
  let codeIsGood = true;
  const access = new Map<string, number>();
  const refused = (hint: string): SimulatedAnswer => ({
    status: 400,
    body: {
      hint,
      title: 'Некорректный запрос',
      type: 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson',
      status: 400,
      detail: 'В запросе отсутствует ряд параметров или параметры невалидны',
    },
  });

  return {
    get grants() {
      return grants;
    },
    knows(authorization) {
      const token = authorization?.replace(/^Bearer /, '') ?? '';
      return token === longLived || (access.get(token) ?? 0) > now().getTime();
    },
    exchange(body) {
      if (body['client_id'] !== clientId || body['client_secret'] !== clientSecret)
        return { status: 401, body: {} };
      const byCode = body['grant_type'] === 'authorization_code' && body['code'] === code && codeIsGood;
      const byRefresh = body['grant_type'] === 'refresh_token' && body['refresh_token'] === refresh;
      if (!byCode && !byRefresh)
        return refused(byCode ? 'Authorization code has been revoked' : 'Token has been revoked');
      codeIsGood = false;
      grants += 1;
      refresh = `refresh-${grants}-of-the-account`;
      access.clear();
      const token = `access-${grants}-of-the-account`;
      access.set(token, now().getTime() + A_DAY * 1000);
      return {
        status: 200,
        body: {
          token_type: 'Bearer',
          expires_in: A_DAY,
          server_time: Math.floor(now().getTime() / 1000),
          access_token: token,
          refresh_token: refresh,
        },
      };
    },
  };
}
