/** A whole entry, with what does not fit into a row. */
import type { Backend, Locale, TimelineEntry } from '@ringback/model';
import { formatDuration, formatNumber, formatTime } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { webUrl } from '../web-url.ts';
import { timelineWords, type TimelineWords } from './timeline.words.ts';

export interface EntryView {
  entry: TimelineEntry;
  locale: Locale;
  backend: Backend | undefined;
  /** Absent where it cannot be changed. */
  edit: (() => void) | undefined;
  close: () => void;
}

export function entryView({ entry, locale, backend, edit, close }: EntryView): TemplateResult {
  const words = timelineWords[locale];
  const url = webUrl(entry.url);
  return html`<article aria-labelledby="entry-title">
    <h2 id="entry-title"><bdi>${entryName(entry, words)}</bdi></h2>
    <p class="facts">${factsOf(entry, locale).join(' · ')}</p>
    ${entry.text === '' ? nothing : html`<p class="whole"><bdi>${entry.text}</bdi></p>`}
    ${(entry.recordings ?? []).map(
      (recording) => html`<ringback-player .backend=${backend} .recording=${recording}></ringback-player>`,
    )}
    <div class="buttons">
      <button class="button" type="button" @click=${close}>${words.close}</button>
      ${edit ? html`<button class="button" type="button" @click=${edit}>${words.edit}</button>` : nothing}
      ${
        url
          ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer">${words.ownPage}</a>`
          : nothing
      }
    </div>
  </article>`;
}

/** Its title; the first words of one that has none; else what kind it is of. */
export function entryName({ title, text, kind }: TimelineEntry, words: TimelineWords): string {
  return title || text.split('\n', 1)[0]!.slice(0, 120) || words[kind];
}

/** `Call, incoming, missed`. */
export function kindOf({ kind, direction, missed }: TimelineEntry, words: TimelineWords): string {
  const more = [direction && words[direction], missed ? words.missed : undefined];
  return [words[kind], ...more.filter((one) => one !== undefined)].join(', ');
}

function factsOf(entry: TimelineEntry, locale: Locale): string[] {
  const { durationSeconds, number, author, at } = entry;
  return [
    kindOf(entry, timelineWords[locale]),
    formatTime(at, locale),
    author ?? '',
    formatNumber(number ?? ''),
    durationSeconds ? formatDuration(durationSeconds) : '',
  ].filter((fact) => fact !== '');
}
