/** Groups of the fake that are a few lines each. */
import {
  type BackendMail,
  type BackendShop,
  callerCardLayout,
  type DirectoryGroup,
  type DocumentsGroup,
  type DocumentText,
  type LayoutsGroup,
  type Letter,
  RingbackError,
  type SavedView,
  type TimelineEntry,
  type TimelineGroup,
  type UsersGroup,
  ViewInput,
  type ViewsGroup,
} from '@ringback/model';
import { asked, type FakeCrmKit, given, need, pageOf, replace, says } from './kit.ts';

export function createFakeTimeline({
  data,
  begin,
  emit,
  now,
  newId,
  me,
  readOnly,
  waits,
}: FakeCrmKit): TimelineGroup {
  const { timeline } = data;
  const told = (entry: TimelineEntry): TimelineEntry => {
    emit('timeline.changed', { entry: entry as never });
    return entry;
  };
  const reads: TimelineGroup = {
    async list(query = {}) {
      await begin('timeline.list', query);
      const found = timeline
        .filter((entry) => query.partyId === undefined || entry.partyId === query.partyId)
        .filter((entry) => query.dealId === undefined || entry.dealId === query.dealId)
        .filter((entry) => query.leadId === undefined || entry.leadId === query.leadId)
        .filter((entry) => asked(query.kinds, entry.kind) && says(query.words, entry.title, entry.text))
        .filter(({ at }) => (query.from ?? '') <= at && at < (query.to ?? '9'))
        .sort((one, other) => (one.at < other.at ? 1 : -1));
      return pageOf(found, query);
    },
  };
  if (readOnly) return reads;
  return {
    ...reads,
    async create({ at = now(), ...input }) {
      const entry = {
        ...{ system: 'local', id: newId('entry'), author: me().name, at },
        ...given(input),
      } as TimelineEntry;
      const send = (): TimelineEntry => {
        timeline.unshift(entry);
        return told(entry);
      };
      if (waits(send)) return { ...entry, system: 'outbox', waiting: true };
      await begin('timeline.create', { at, ...input });
      return send();
    },
    async update(id, patch) {
      await begin('timeline.update', id, patch);
      return told(replace(timeline, { ...need(timeline, id), ...given(patch) } as TimelineEntry));
    },
  };
}

export function createFakeShop({ data, begin }: FakeCrmKit): BackendShop {
  const { orders, products } = data;
  return {
    async orders(query) {
      await begin('shop.orders', query);
      return pageOf(
        // A call's far side is whoever has orders.
        orders.filter(({ partyId }) => query.partyId === undefined || partyId === query.partyId),
        query,
      );
    },
    async order(id) {
      await begin('shop.order', id);
      return need(orders, id);
    },
    async cart(of) {
      await begin('shop.cart', of);
      const partyId = of.partyId ?? orders[0]?.partyId;
      const [first, second] = products;
      return first && second && orders.some((one) => one.partyId === partyId)
        ? {
            system: 'local',
            ...(partyId === undefined ? {} : { partyId }),
            lines: [first, { ...second, quantity: 2 }],
          }
        : null;
    },
    async viewed(of) {
      await begin('shop.viewed', of);
      return products.slice(0, 4).map((product, index) => ({ product, at: orders[index]?.updatedAt ?? '' }));
    },
    async products(words) {
      await begin('shop.products', words);
      return products.filter(({ name, sku }) => says(words, name, sku));
    },
  };
}

export function createFakeMail({ data, begin, emit, now, newId, readOnly }: FakeCrmKit): BackendMail {
  const { letters } = data;
  const reads: BackendMail = {
    async list(query = {}) {
      await begin('mail.list', query);
      const found = letters
        .filter((letter) => query.partyId === undefined || letter.partyId === query.partyId)
        .filter((letter) => query.dealId === undefined || letter.dealId === query.dealId)
        .filter((letter) => query.threadId === undefined || letter.threadId === query.threadId)
        .filter((letter) => query.direction === undefined || letter.direction === query.direction)
        .filter(({ from, to }) => query.address === undefined || [from, ...to].includes(query.address))
        .filter((letter) => says(query.words, letter.subject, letter.text));
      return pageOf(found, query);
    },
    async file(letterId, index) {
      await begin('mail.file', [letterId, index]);
      const name = letters.find(({ id }) => id === letterId)?.attachments?.[index] ?? '';
      return { url: `data:text/plain,${encodeURIComponent(name)}`, expiresAt: now() };
    },
  };
  if (readOnly) return reads;
  return {
    ...reads,
    async send({ inReplyTo, documentId: _document, ...input }) {
      await begin('mail.send', { inReplyTo, ...input });
      const answered = letters.find(({ id }) => id === inReplyTo);
      const id = newId('letter');
      const letter: Letter = {
        ...{ system: 'local', id, direction: 'out', from: 'crm@tea.example', at: now() },
        ...(given(input) as Pick<Letter, 'to' | 'subject' | 'text'>),
        threadId: answered?.threadId ?? id,
      };
      letters.unshift(letter);
      emit('letter.created', { letter });
      return letter;
    },
  };
}

export function createFakeDocuments({ data, begin, now, newId, me, readOnly }: FakeCrmKit): DocumentsGroup {
  const documents: DocumentText[] = [];
  const bare = ({ html: _html, ...document }: DocumentText) => document;
  const reads: DocumentsGroup = {
    async templates() {
      await begin('documents.templates');
      return data.settings.templates.map(({ id, kind, name }) => ({ id, kind, name }));
    },
    async list({ partyId, dealId }) {
      await begin('documents.list', { partyId, dealId });
      return documents
        .filter(
          (one) =>
            (partyId === undefined || one.partyId === partyId) &&
            (dealId === undefined || one.dealId === dealId),
        )
        .map(bare);
    },
    async get(id) {
      await begin('documents.get', id);
      return need(documents, id);
    },
  };
  if (readOnly) return reads;
  return {
    ...reads,
    async create({ templateId, dealId }) {
      await begin('documents.create', { templateId, dealId });
      const { kind, name, prefix } = need(data.settings.templates, templateId);
      const deal = need(data.deals, dealId);
      const number = `${prefix}${documents.length + 1}`;
      const document: DocumentText = {
        ...{
          id: newId('document'),
          kind,
          number,
          name: `${name} ${number}`,
          dealId,
          author: me().name,
          at: now(),
        },
        ...(deal.party ? { partyId: deal.party.id } : {}),
        html: `<!doctype html><title>${name} ${number}</title><h1>${name} ${number}</h1>`,
      };
      documents.unshift(document);
      return document;
    },
    async link(input) {
      await begin('documents.link', input);
      const place = { id: newId('document'), author: me().name, at: now() };
      const document = { ...place, ...(given(input) as typeof input), html: '' };
      documents.unshift(document as DocumentText);
      return bare(document as DocumentText);
    },
  };
}

export function createFakeViews({ data, begin, now, newId, me }: FakeCrmKit): ViewsGroup {
  const { views } = data;
  const made = (id: string, input: ViewInput): SavedView => ({
    ...ViewInput.parse(input),
    ...{ id, owner: { id: me().id, name: me().name }, updatedAt: now() },
  });
  return {
    async list({ list, page = '' }) {
      await begin('views.list', { list, page });
      return views.filter(
        (view) =>
          view.list === list &&
          (view.page === '' || view.page === page) &&
          (view.shared || view.owner.id === me().id),
      );
    },
    async create(input) {
      await begin('views.create', input);
      const view = made(newId('view'), input);
      views.push(view);
      return view;
    },
    async update(id, input) {
      await begin('views.update', id, input);
      if (need(views, id).owner.id !== me().id)
        throw new RingbackError('forbidden', 'This view is somebody else’s.');
      return replace(views, made(id, input));
    },
    async remove(id) {
      await begin('views.remove', id);
      views.splice(views.indexOf(need(views, id)), 1);
    },
  };
}

export function createFakeLayouts({ data, begin }: FakeCrmKit): LayoutsGroup {
  return {
    async get(entity) {
      await begin('layouts.get', entity);
      return data.layouts[entity];
    },
    async callerCard() {
      await begin('layouts.callerCard');
      return callerCardLayout(data.settings.callerCard);
    },
  };
}

export function createFakeUsers({ data, begin }: FakeCrmKit): UsersGroup {
  return {
    async list() {
      await begin('users.list');
      return [...data.users];
    },
  };
}

export function createFakeDirectory(kit: FakeCrmKit): DirectoryGroup {
  const { data, begin, now, newId, putParty } = kit;
  return {
    async lookup(number) {
      await begin('directory.lookup', number);
      return data.directory[number] ?? null;
    },
    async draft(number) {
      await begin('directory.draft', number);
      const found = data.directory[number];
      if (!found) throw new RingbackError('not-found', 'No directory knows this number.');
      const { name, phones, address, taxId, source, sourceUrl } = found;
      return putParty(
        {
          ...{ system: 'local', id: newId('party'), name, phones, kind: 'other', nature: 'organization' },
          ...given({ address, taxId }),
          draft: { source, ...given({ url: sourceUrl }) },
          ...{ createdAt: now(), updatedAt: now() },
        },
        'party.created',
      );
    },
  };
}
