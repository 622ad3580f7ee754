/** Elements are registered by our own `define('ringback-…', Class)`: tells the analyzer which class has which tag. */
function ourDefine() {
  const tags = new Map();
  return {
    name: 'ringback-define',
    analyzePhase({ ts, node }) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'define') return;
      const [tag, elementClass] = node.arguments;
      if (tag && elementClass && ts.isStringLiteral(tag)) tags.set(elementClass.getText(), tag.text);
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const { declarations } of customElementsManifest.modules) {
        for (const declaration of declarations ?? []) {
          const tagName = declaration.kind === 'class' && tags.get(declaration.name);
          if (!tagName) continue;
          const members = declaration.members?.filter(
            ({ name, privacy }) => !privacy && !name.startsWith('#'),
          );
          Object.assign(declaration, { tagName, customElement: true, members });
        }
      }
    },
  };
}

export default {
  globs: ['packages/{ui,softphone,widgets,callback-widget}/src/**/*.ts'],
  exclude: ['**/*.{test,stories,harness,d}.ts'],
  outdir: 'storybook/.manifest',
  litelement: true,
  plugins: [ourDefine()],
};
