export * from './context.ts';
export * from './crm/contract.ts';
export * from './error.ts';
export * from './pbx/contract.ts';
