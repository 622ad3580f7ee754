/** lucide types only its barrel; we import single files, so that an unbundled page does not fetch 1,700 of them. */
declare module 'lucide/dist/esm/icons/*' {
  /** `IconNode` of icon.ts: an ambient module may not name it. */
  const nodes: readonly (readonly [string, Readonly<Record<string, string | number | undefined>>])[];
  export default nodes;
}
