export * from './context.ts';
export * from './crm/contract.ts';
export * from './crm/once.ts';
export * from './crm/phone.ts';
export * from './crm/serial.ts';
export * from './error.ts';
export * from './http/index.ts';
export * from './pbx/contract.ts';
