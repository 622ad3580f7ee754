/**
 * The ringing card as somebody writes it by hand who needs this one card and nothing else: static DOM with one style sheet, into which what
 * is known of the call is put. No element, no template library, nothing that follows what changes.
 */
export interface PlainCall {
  name: string;
  kind: string;
  number: string;
  line: string;
  why: string;
  lastTalk: { at: string; with: string; comment: string };
}

const CSS = `
  :host { display: block; max-width: 420px; font: 14px/1.45 system-ui, sans-serif; color: #17202a; }
  .card { display: grid; gap: 12px; padding: 12px; border: 1px solid #0b5cad; border-radius: 8px; background: #fff; }
  header, .title, dl > div, .actions { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
  .badge { display: grid; place-items: center; width: 28px; height: 28px; border-radius: 50%; background: #0b5cad; color: #fff; }
  .words { flex: 1; font-weight: 600; }
  .who { display: grid; gap: 4px; justify-items: start; }
  .name { padding: 0; border: 0; background: none; font: 600 18px/1.3 inherit; text-decoration: underline; }
  .kind { padding: 0 8px; border: 1px solid #d5dae0; border-radius: 999px; color: #5a6572; font-size: 12px; }
  dl { display: grid; gap: 4px; margin: 0; }
  dt, .number, small { color: #5a6572; }
  dd { margin: 0; }
  .last { padding-left: 10px; border-left: 2px solid #d5dae0; }
  .actions button { flex: 1 1 120px; min-height: 36px; border: 0; border-radius: 8px; color: #fff; font: 600 14px inherit; }
  .answer { background: #1a7f37; }
  .decline { background: #c1272d; }
  .close { width: 32px; height: 32px; border: 0; background: none; }
  svg { width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 2; }
`;
const PHONE =
  'M22 16.92v3a2 2 0 0 1-2.18 2 19.79 19.79 0 0 1-8.63-3.07 19.5 19.5 0 0 1-6-6 19.79 19.79 0 0 1-3.07-8.67A2 2 0 0 1 4.11 2h3a2 2 0 0 1 2 1.72';
const HTML = `
  <section class="card" aria-label="Call">
    <header>
      <span class="badge"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PHONE}"/></svg></span>
      <span class="words">Incoming call</span>
      <button class="close" aria-label="Close"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M18 6 6 18M6 6l12 12"/></svg></button>
    </header>
    <div class="who">
      <div class="title"><button class="name"></button><span class="kind"></span></div>
      <bdi class="number"></bdi>
      <dl><div><dt>Called</dt><dd class="line"></dd></div><div><dt>Matched by</dt><dd class="why"></dd></div></dl>
      <div class="last"><small>Last talk <time></time> · <bdi class="with"></bdi></small><div class="comment"></div></div>
    </div>
    <div class="actions">
      <button class="answer"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PHONE}"/></svg> Answer</button>
      <button class="decline"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PHONE}"/></svg> Decline</button>
    </div>
  </section>`;

const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);
const template = document.createElement('template');
template.innerHTML = HTML;

export function plainCard({ lastTalk, ...call }: PlainCall): HTMLElement {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  root.append(template.content.cloneNode(true));
  const say = (selector: string, text: string) => void (root.querySelector(selector)!.textContent = text);
  for (const [part, text] of Object.entries(call)) say(`.${part}`, text);
  say('time', lastTalk.at);
  say('.with', lastTalk.with);
  say('.comment', lastTalk.comment);
  return host;
}
