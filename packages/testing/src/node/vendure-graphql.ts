/** A GraphQL client that keeps the session token which Vendure gives it. */
export type Ask = (query: string, variables?: object) => Promise<Record<string, unknown>>;

interface GraphqlAnswer {
  data?: Record<string, unknown> | null;
  errors?: { message: string }[];
}

export const PROBLEM = '...on ErrorResult { errorCode message }';

/** Rejects with the shop's own words, whether they are an error or an `ErrorResult`. */
export function createAsk(url: string): Ask {
  let token: string | undefined;
  return async (query, variables = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    token = response.headers.get('vendure-auth-token') || token;
    const { data, errors } = (await response.json()) as GraphqlAnswer;
    if (errors?.[0] || !data) throw new Error(`The shop refuses: ${errors?.[0]?.message ?? 'no data'}`);
    for (const answer of Object.values(data)) {
      const { errorCode, message } = answer as { errorCode?: string; message?: string };
      if (errorCode) throw new Error(`The shop refuses: ${errorCode} ${message ?? ''}`);
    }
    return data;
  };
}
