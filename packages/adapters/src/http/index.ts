export * from './client.ts';
export * from './http-error.ts';
export * from './limiter.ts';
