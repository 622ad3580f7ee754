/** For a developer's own page: requests go through his axios instance, with its interceptors, proxies and logging. */
import axios, { type AxiosInstance, isAxiosError } from 'axios';
import { HttpRefusal, type Transport, Unreached } from './transport.ts';

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT']);

export function axiosTransport(instance: AxiosInstance = axios.create()): Transport {
  return async (request, { base, headers, timeoutMs }) => {
    try {
      const { data } = await instance.request<unknown>({
        ...request,
        baseURL: base,
        // A list as the gateway reads it: `kinds=call&kinds=mail`.
        paramsSerializer: { indexes: null },
        // Else axios calls a body that is not there a form.
        headers: { ...(request.data === undefined && { 'Content-Type': false }), ...headers },
        timeout: timeoutMs,
        responseType: 'json',
      });
      return data;
    } catch (error) {
      if (!isAxiosError(error)) throw error;
      const { response, code } = error;
      if (!response) throw new Unreached(error, { timedOut: TIMED_OUT.has(code ?? '') });
      const retryAfter: unknown = response.headers['retry-after'];
      throw new HttpRefusal({
        status: response.status,
        retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
        body: response.data,
      });
    }
  };
}
