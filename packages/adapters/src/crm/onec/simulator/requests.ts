/** Requests to a simulated publication of 1C, answered as the platform answers them. */
import type { SimulatedAnswer, SimulatedRequest } from '../../../testing/simulated-http.ts';
import type { SimulatedBase } from './base.ts';
import { NO_REF } from './base.ts';
import { compile, type Row } from './filter.ts';
import { metadataXml } from './metadata.ts';
import { odataError, Told } from './told.ts';

export interface PublicationOptions {
  base: SimulatedBase;
  /** Path of the publication: `/unf`. */
  path: string;
  user: string;
  password: string;
  now: () => Date;
  /** The HTTP service of a 1C programmer, where it is published. */
  service?: (path: string, query: URLSearchParams) => SimulatedAnswer | undefined;
}

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8', dataserviceversion: '3.0' };
const KEYED = /^([^()/]+)\(guid'([^']+)'\)(?:\/(\w+))?$/;

export function createPublication(
  options: PublicationOptions,
): (request: SimulatedRequest) => SimulatedAnswer {
  const { path, user, password } = options;
  const login = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  const odata = `${path}/odata/standard.odata`;
  const service = `${path}/hs/ringback/v1/`;

  return (request) => {
    if (request.headers.get('authorization') !== login) {
      return { status: 401, headers: { 'www-authenticate': 'Basic realm="1C:Enterprise 8.3"' } };
    }
    const where = decodeURIComponent(request.url.pathname);
    try {
      if (where.startsWith(service) && options.service) {
        const answer = options.service(where.slice(service.length), request.url.searchParams);
        if (answer) return answer;
      }
      if (where !== odata && !where.startsWith(`${odata}/`)) return { status: 404, body: 'Not found' };
      // IIS lets no longer query through; Apache would.
      if (request.url.search.length > 2048) return { status: 404, body: 'Query string too long' };
      return answerTo(options, request, where.slice(odata.length + 1));
    } catch (error) {
      if (error instanceof Told) return { headers: JSON_TYPE, ...error.answer };
      throw error;
    }
  };
}

function answerTo(
  { base, now }: PublicationOptions,
  request: SimulatedRequest,
  resource: string,
): SimulatedAnswer {
  if (resource === '$batch') return { status: 501 };
  if (resource === '$metadata') {
    return {
      status: 200,
      headers: { 'content-type': 'application/xml;charset=utf-8' },
      body: metadataXml(base.schema),
    };
  }
  requireJson(request);
  const keyed = KEYED.exec(resource);
  const address = request.url.origin + request.url.pathname;
  if (!keyed) {
    if (request.method === 'GET') return list(base, resource, request);
    if (request.method === 'POST') {
      const row = base.insert(resource, bodyOf(request));
      return {
        status: 201,
        headers: {
          ...JSON_TYPE,
          location: rawBytes(`${decodeURI(address)}(guid'${String(row['Ref_Key'])}')`),
        },
        body: row,
      };
    }
    throw odataError(405, '19', 'Использованный HTTP-метод запрещен в данном контексте');
  }
  const [, set = '', id = '', action] = keyed;
  if (action !== undefined) return act(base, set, id, action, now);
  if (request.method === 'PATCH')
    return { status: 200, headers: JSON_TYPE, body: base.patch(set, id, patched(base, set, id, request)) };
  if (request.method !== 'GET')
    throw odataError(405, '19', 'Использованный HTTP-метод запрещен в данном контексте');
  base.rows(set);
  const row = base.find(set, id);
  if (!row) throw odataError(404, '9', `Экземпляр сущности "${set}" не найден по переданному ключу.`);
  return {
    status: 200,
    headers: JSON_TYPE,
    body: { 'odata.metadata': `${address}#${set}/@Element`, ...row },
  };
}

/** 1C writes the address in letters, not in `%D0`: the header's bytes are UTF-8. */
const rawBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Without it 1C speaks Atom; nobody here reads that. */
function requireJson({ url, headers }: SimulatedRequest): void {
  const asked =
    url.searchParams.get('$format') === 'json' || headers.get('accept')?.includes('application/json');
  if (!asked)
    throw new Told({ status: 200, headers: { 'content-type': 'application/atom+xml' }, body: '<feed/>' });
}

function bodyOf(request: SimulatedRequest): Row {
  try {
    return request.json() as Row;
  } catch {
    throw odataError(500, '-1', 'Непредвиденный символ при чтении JSON');
  }
}

/** A process that is broken off takes its unfinished tasks with it: the library of standard subsystems does that on saving. */
function patched(base: SimulatedBase, set: string, id: string, request: SimulatedRequest): Row {
  const fields = bodyOf(request);
  if (set === 'BusinessProcess_Задание' && typeof fields['Состояние'] === 'string') {
    for (const task of base.rows('Task_ЗадачаИсполнителя')) {
      if (task['BusinessProcess'] === id && task['Executed'] !== true)
        task['СостояниеБизнесПроцесса'] = fields['Состояние'];
    }
  }
  return fields;
}

function list(base: SimulatedBase, set: string, { url }: SimulatedRequest): SimulatedAnswer {
  const entity = base.schema.get(set);
  if (!entity) throw odataError(404, '8', `Тип сущности "${set}" не найден`);
  const option = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const filter = option('$filter');
  const fits = filter === undefined ? () => true : compile(filter, entity);
  let rows = base.rows(set).filter(fits);
  const order = option('$orderby');
  if (order !== undefined) rows = sorted(rows, order, new Set(entity.fields.map(({ name }) => name)));
  const skip = Number(option('$skip') ?? 0);
  const top = option('$top');
  rows = rows.slice(skip, top === undefined ? undefined : skip + Number(top));
  const select = option('$select')
    ?.split(',')
    .map((name) => name.trim());
  const known = new Set([...entity.fields.map(({ name }) => name), ...Object.keys(entity.parts)]);
  const stranger = select?.find((name) => !known.has(name));
  if (stranger !== undefined) throw odataError(400, '10', `Запрошенное свойство "${stranger}" не найдено`);
  const value = select
    ? rows.map((row) => Object.fromEntries(select.map((name) => [name, row[name]])))
    : rows;
  return {
    status: 200,
    headers: JSON_TYPE,
    body: { 'odata.metadata': `${url.origin}${url.pathname}#${set}`, value },
  };
}

function sorted(rows: readonly Row[], order: string, known: ReadonlySet<string>): Row[] {
  const keys = order.split(',').map((one) => {
    const [name = '', direction = 'asc'] = one.trim().split(/\s+/);
    if (!known.has(name)) throw odataError(400, '10', `Запрошенное свойство "${name}" не найдено`);
    return { name, sign: direction === 'desc' ? -1 : 1 };
  });
  return [...rows].sort((one, other) => {
    for (const { name, sign } of keys) {
      const [left, right] = [String(one[name]), String(other[name])];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}

function act(base: SimulatedBase, set: string, id: string, action: string, now: () => Date): SimulatedAnswer {
  const row = base.find(set, id);
  if (!base.schema.get(set)?.actions.includes(action))
    throw odataError(404, '11', `Метод "${action}" не найден`);
  if (!row) throw odataError(404, '9', `Экземпляр сущности "${set}" не найден по переданному ключу.`);
  if (action === 'ExecuteTask') {
    if (row['Executed'] === true) throw odataError(500, '-1', 'Задача уже выполнена.');
    base.patch(set, id, { Executed: true, ДатаИсполнения: now().toISOString().slice(0, 19) });
  }
  if (action === 'Start') startProcess(base, row);
  return { status: 200, headers: JSON_TYPE, body: {} };
}

/** What the route of `Задание` does first: a task for whoever is to do it. */
function startProcess(base: SimulatedBase, process: Row): void {
  if (process['Started'] === true) throw odataError(500, '-1', 'Бизнес-процесс уже стартован.');
  if (process['Исполнитель'] === '' || process['Исполнитель'] === NO_REF) {
    throw odataError(500, '-1', 'Не указан исполнитель задания.');
  }
  base.patch('BusinessProcess_Задание', String(process['Ref_Key']), { Started: true, Состояние: 'Активен' });
  const same = [
    'Date',
    'Description',
    'СрокИсполнения',
    'Важность',
    'Исполнитель',
    'Исполнитель_Type',
    'Предмет',
    'Предмет_Type',
  ];
  base.put('Task_ЗадачаИсполнителя', {
    ...Object.fromEntries(same.map((name) => [name, process[name]])),
    Описание: process['Содержание'],
    BusinessProcess: process['Ref_Key'],
    BusinessProcess_Type: 'StandardODATA.BusinessProcess_Задание',
    СостояниеБизнесПроцесса: 'Активен',
  });
}
