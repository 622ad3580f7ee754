/** Requests through an axios instance of the host app: an entry of its own, so that nobody else carries axios. */
export { axiosTransport } from './transport/axios-transport.ts';
