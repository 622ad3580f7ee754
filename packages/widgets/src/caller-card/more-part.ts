/** The part of the card that is loaded once it has been painted: one for each call and party that comes into view. */
import type { Backend, CallPatch, DirectoryEntry, PartyRef, RingbackEvent } from '@ringback/model';
import { type RecordCreateDetail, type RecordKind, type RingbackElement } from '@ringback/ui';
import { html, nothing } from 'lit';
import { createRecord, showRecord } from '../record-window/bring-window.ts';
import type { CallFacts } from './call-facts.ts';
import { callerCardWords } from './caller-card.words.ts';
import type { CardCall } from './calls-book.ts';
import type * as more from './more/card-more.ts';
import type { CardMore, CardMoreMeans } from './more/card-more.ts';

export interface MorePartMeans extends Pick<CardMoreMeans, 'locale' | 'changed' | 'failed' | 'blocks'> {
  backend: () => Backend | undefined;
  update: (callId: string, patch: CallPatch) => Promise<unknown>;
  link: (call: CardCall, party: PartyRef) => Promise<void>;
  comment: (callId: string) => ReturnType<CardMoreMeans['comment']>;
}

export class MorePart {
  readonly #host: RingbackElement;
  readonly #means: MorePartMeans;
  #loading: Promise<unknown> | undefined;
  #Part: typeof CardMore | undefined;
  #more: CardMore | undefined;
  /** It did not come; asked for again by the person, or with the next call. */
  #failed: unknown;
  #shown: { call: CardCall; facts: CallFacts } | undefined;

  constructor(host: RingbackElement, means: MorePartMeans) {
    this.#host = host;
    this.#means = means;
  }

  turnTo(call: CardCall | undefined, facts: CallFacts | undefined): void {
    const backend = this.#means.backend();
    // Colleagues have no orders; of a choice nobody knows yet whose they would be.
    const wanted =
      call?.record && facts && backend && facts.direction !== 'internal' && (facts.party ?? facts.unknown);
    this.#shown = wanted ? { call, facts } : undefined;
    if (!wanted) return void (this.#more = this.#failed = undefined);
    if (!this.#failed) void this.#load();
    const key = `${call.id}:${facts.party?.system}:${facts.party?.id}`;
    if (this.#Part && this.#more?.key !== key) this.#more = new this.#Part(this.#meansOf(), key);
    this.#more?.heard();
  }

  /** What a directory says of an unknown number. */
  get entry(): DirectoryEntry | undefined {
    return this.#more?.entry;
  }

  hear(event: RingbackEvent): void {
    this.#more?.hear(event);
  }

  view(): unknown {
    if (!this.#failed) return this.#more?.view() ?? nothing;
    const words = callerCardWords[this.#means.locale()];
    return html`<p class="hint" role="alert">
      ${words.failed}
      <button class="link" type="button" @click=${() => void this.#load()}>${words.tryAgain}</button>
    </p>`;
  }

  #load(): Promise<unknown> {
    const take = ({ CardMore: Part, moreStyles }: typeof more): void => {
      this.#Part = Part;
      this.#failed = undefined;
      const sheet = moreStyles.styleSheet;
      const { shadowRoot } = this.#host;
      if (sheet && shadowRoot && !shadowRoot.adoptedStyleSheets.includes(sheet))
        shadowRoot.adoptedStyleSheets.push(sheet);
      this.#means.changed();
    };
    return (this.#loading ??= import('./more/card-more.ts').then(take, (error: unknown) => {
      this.#loading = undefined;
      this.#failed = error;
      this.#means.failed(error);
    }));
  }

  #meansOf(): CardMoreMeans {
    const { update, link, comment, ...means } = this.#means;
    const shown = () => this.#shown!;
    const id = () => shown().call.id;
    return {
      ...means,
      call: () => shown().call,
      facts: () => shown().facts,
      update: (patch) => update(id(), patch),
      link: (party) => link(shown().call, party),
      comment: () => comment(id()),
      open: (record) => showRecord(this.#host, record, this.#means.failed),
      create: (kind) => this.#create(kind),
    };
  }

  #create(kind: RecordKind): void {
    const { call, facts } = this.#shown!;
    const { party, number } = facts;
    const dealId = call.record?.deal?.id;
    const detail: RecordCreateDetail = {
      ...{ kind, callId: call.id, number },
      ...(party ? { partyId: party.id, name: party.name } : {}),
      ...(dealId === undefined ? {} : { dealId }),
    };
    createRecord(this.#host, detail, this.#means.failed);
  }
}
