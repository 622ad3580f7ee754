export * from './contexts.ts';
export * from './define.ts';
export * from './element.ts';
export * from './emit.ts';
export * from './localize.ts';
export * from './port-controller.ts';
export * from './provider/provider.ts';
export * from './tokens.ts';
