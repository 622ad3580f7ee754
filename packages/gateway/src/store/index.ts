export * from './contract.ts';
export { createSqliteStore, readSqliteStore } from './sqlite.ts';
