export * from './contract.ts';
export { createSqliteStore, readSqliteStore, type StoreOptions } from './sqlite.ts';
