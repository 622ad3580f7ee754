/** `Backend` over HTTP. The outbox, which runs in the host page, is an entry of its own: `@ringback/client/outbox`. */
export { type ClientBackend, type ClientOptions, createBackend } from './create-backend.ts';
export {
  createEventStream,
  type EventStream,
  type EventStreamOptions,
  type StreamStatus,
} from './event-stream.ts';
export { createHttpBackend, type HttpBackend, type HttpBackendOptions } from './http-backend.ts';
export { CRM_ROUTES, type CrmRoute } from './crm-routes.ts';
export type { KeyedBackend } from './keyed.ts';
export { fetchTransport } from './transport/fetch-transport.ts';
export type { Transport } from './transport/transport.ts';
