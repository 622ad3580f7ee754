export * from './contract.ts';
export { createSqliteStore, type StoreOptions } from './sqlite.ts';
