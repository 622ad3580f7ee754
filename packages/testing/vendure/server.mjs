/**
 * A Vendure shop as a process of its own, in memory, on the loopback. It is resolved from the folder it was installed in, so that
 * nothing of ours depends on it.
 *
 *   node server.mjs FOLDER --seed     writes FOLDER/shop.sqlite: the empty shop with its goods
 *   node server.mjs FOLDER            serves a copy of that; prints {"url","username","password"} when it can be asked
 *
 * SUPERADMIN_PASSWORD is the administrator's password; a random one where it is absent.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initialData } from './initial-data.mjs';

const [given, mode] = process.argv.slice(2);
const folder = resolve(given);
const database = join(folder, 'shop.sqlite');
const require = createRequire(join(folder, 'package.json'));
const { bootstrap, DefaultLogger, dummyPaymentHandler, LogLevel } = require('@vendure/core');

const seeding = mode === '--seed';
// Vendure makes an administrator that it does not find, and never changes the password of one that it finds: another name gets the
// password of this start.
const username = seeding ? 'seed' : 'superadmin';
const password = process.env.SUPERADMIN_PASSWORD ?? randomBytes(16).toString('base64url');

const config = {
  apiOptions: {
    hostname: '127.0.0.1',
    port: 0,
    cors: false,
    adminApiPath: 'admin-api',
    shopApiPath: 'shop-api',
  },
  authOptions: {
    tokenMethod: ['bearer', 'cookie'],
    superadminCredentials: { identifier: username, password },
    cookieOptions: { secret: password },
    requireVerification: false,
  },
  dbConnectionOptions: {
    type: 'sqljs',
    synchronize: seeding,
    ...(seeding ? {} : { database: new Uint8Array(readFileSync(database)) }),
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  logger: new DefaultLogger({ level: LogLevel.Error, timestamp: false }),
  plugins: [],
};

if (seeding) {
  const { populate } = require('@vendure/core/cli');
  const app = await populate(
    () => bootstrap(config),
    initialData,
    fileURLToPath(new URL('./products.csv', import.meta.url)),
  );
  const { TransactionalConnection } = require('@vendure/core');
  writeFileSync(database, app.get(TransactionalConnection).rawConnection.driver.export());
  await app.close();
} else {
  const app = await bootstrap(config);
  const { port } = app.getHttpServer().address();
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}`, username, password })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.on(signal, () => app.close().then(() => process.exit(0)));
}
