/** For what is asked at every step: building and compiling a query costs several times what SQLite takes to answer it. */
import type { Compilable, Kysely, CompiledQuery } from 'kysely';
import type { Tables } from './tables.ts';

/** Stands in the compiled query where a value belongs. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * @param build Builds the query, with what stands for each value where the value belongs; called once.
 * @returns Runs the query with values, and answers its rows.
 */
export function compiledOnce<Values extends object, Row = unknown>(
  build: (on: Kysely<Tables>, values: Values) => Compilable<Row>,
): (on: Kysely<Tables>, values: Values) => Promise<Row[]> {
  const places = new Proxy({} as Values, { get: (_, name) => new Place(String(name)) });
  let query: CompiledQuery<Row> | undefined;
  return async (on, values) => {
    query ??= build(on, places).compile();
    const parameters = query.parameters.map((parameter) =>
      parameter instanceof Place ? values[parameter.name as keyof Values] : parameter,
    );
    const { rows } = await on.executeQuery<Row>({ ...query, parameters });
    return rows;
  };
}
