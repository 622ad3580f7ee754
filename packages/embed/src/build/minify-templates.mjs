/**
 * Takes the indentation out of Lit's `html` and `css` templates, which a JavaScript minifier must not touch. Whitespace becomes one
 * space where a browser could show it: what is seen stays the same.
 */
import { splice, walk } from './syntax-tree.mjs';

const SHORTEN = { html: shortHtml, svg: shortHtml, css: shortCss };

/** Vite plugin; runs after TypeScript is gone and before the bundle is minified. */
export function minifyTemplates() {
  return {
    name: 'ringback:minify-templates',
    enforce: 'post',
    transform(code, id) {
      if (!/\/packages\/.*\.ts$/.test(id)) return null;
      const edits = [];
      walk(this.parse(code), ({ type, tag, quasi }) => {
        if (type !== 'TaggedTemplateExpression' || !Object.hasOwn(SHORTEN, tag.name ?? '')) return;
        for (const { start, end, value } of quasi.quasis) {
          // Parsers differ in whether the range of a quasi holds its delimiters.
          const from = code.indexOf(value.raw, start);
          if (from < 0 || from > end) throw new Error(`${id}: a template is not where the parser says.`);
          edits.push({ start: from, end: from + value.raw.length, text: SHORTEN[tag.name](value.raw) });
        }
      });
      return edits.length > 0 ? { code: splice(code, edits), map: null } : null;
    },
  };
}

function shortHtml(text) {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ \/?>/g, '>')
    .replace(/ ([a-z-]+)="([\w-]+)"(?=[ >])/g, ' $1=$2');
}

function shortCss(text) {
  return text
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\(\s*\n\s*/g, '(')
    .replace(/\s*\n\s*\)/g, ')')
    .replace(/\s+/g, ' ')
    .replace(/@(media|container) \(/g, '@$1(')
    .replace(/='([a-z][\w-]*)'\]/g, '=$1]')
    .replace(/ ?([{};]) ?/g, '$1')
    .replace(/([a-z-]): /g, '$1:')
    .replace(/, /g, ',')
    .replace(/(?<=[ (,:])0\./g, '.')
    .replace(/ ([>+]) (?=[^{}]*{)/g, '$1')
    .replace(/;}/g, '}');
}
