/** lucide types only its barrel; we import single files, so that an unbundled page does not fetch 1,700 of them. */
declare module 'lucide/dist/esm/icons/*' {
  const nodes: import('./icon.ts').IconNode;
  export default nodes;
}
