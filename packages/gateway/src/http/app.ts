/** The HTTP side of the gateway: everything that browsers and programs can ask. */
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import { fastify, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { answerInTime } from './answer-in-time.ts';
import { registerCors } from './cors.ts';
import { maskDeep, seesNumbers } from '../security/masking.ts';
import type { HttpDeps } from './deps.ts';
import { createGuards } from './guards.ts';
import { registerNotFound } from './not-found.ts';
import { registerOpenApi } from './openapi.ts';
import { sendProblem } from './problem.ts';
import { adminRoutes } from './routes/admin.ts';
import { apiTokenRoutes } from './routes/api-tokens.ts';
import { authRoutes } from './routes/auth.ts';
import { bundleRoutes } from './routes/bundles.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { callRoutes } from './routes/calls.ts';
import { crmInstallRoutes } from './routes/crm-install.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { crmRoutes } from './routes/crm.ts';
import { dealRoutes } from './routes/deals.ts';
import { catalogueRoutes, deskRoutes, documentRoutes, viewRoutes } from './routes/desk.ts';
import { eventRoutes } from './routes/events.ts';
import { hostGreetingRoutes } from './routes/host-greeting.ts';
import { hostEventRoutes } from './routes/host-events.ts';
import { outboxRoutes } from './routes/outbox.ts';
import { exportRoutes } from './routes/exports.ts';
import { leadRoutes } from './routes/leads.ts';
import { mailRoutes } from './routes/mail.ts';
import { partyCareRoutes } from './routes/party-care.ts';
import { processRoutes } from './routes/processes.ts';
import { taskRoutes } from './routes/tasks.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { healthRoutes } from './routes/health.ts';
import { hostRoutes } from './routes/hosts.ts';
import { meRoutes } from './routes/me.ts';
import { missedRoutes } from './routes/missed.ts';
import { peopleRoutes } from './routes/people.ts';
import { partyRoutes } from './routes/parties.ts';
import { ownPromptRoutes, promptRoutes } from './routes/prompts.ts';
import { qualityRoutes } from './routes/quality.ts';
import { routingRoutes } from './routes/routing.ts';
import { recordingRoutes } from './routes/recordings.ts';
import { securityRoutes } from './routes/security.ts';
import { shopRoutes } from './routes/shop.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { financeRoutes } from './routes/finance.ts';
import { statisticsRoutes } from './routes/statistics.ts';
import { switchboardRoutes } from './routes/switchboard.ts';
import { telephonyRoutes } from './routes/telephony.ts';
import { whisperRoutes } from './routes/whispers.ts';
import { visitRoutes } from './routes/visits.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { endWithRequests } from './shutdown.ts';
import type { App } from './types.ts';

/** The largest body is a comment of 10,000 letters. */
const BODY_LIMIT = 64 * 1024;

export async function createApp(deps: HttpDeps): Promise<App> {
  const app: App = fastify({
    loggerInstance: deps.log,
    // Addresses hold phone numbers and names: the line written below has the route's pattern instead.
    logController: new LogController({ disableRequestLogging: true }),
    // One for each request would look through its id for secrets: lines that concern a request name it.
    childLoggerFactory: (log) => log,
    bodyLimit: BODY_LIMIT,
    trustProxy: deps.trustProxy,
    genReqId: deps.newId,
    routerOptions: { ignoreTrailingSlash: true },
  }).withTypeProvider();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, error));
  app.decorateRequest('identity', null);
  registerNotFound(app);
  await app.register(cookie);
  endWithRequests(app);
  secureHeaders(app, deps);
  measure(app, deps);
  maskNumbers(app, deps);
  registerCors(app, deps);
  await registerOpenApi(app);

  const guards = createGuards(deps);
  await app.register(
    (api: App, _options: object, done: () => void) => {
      authRoutes(api, deps, guards);
      apiTokenRoutes(api, deps, guards);
      sessionRoutes(api, deps, guards);
      meRoutes(api, deps, guards);
      callRoutes(api, deps, guards);
      switchboardRoutes(api, deps, guards);
      routingRoutes(api, deps, guards);
      securityRoutes(api, deps, guards);
      campaignRoutes(api, deps, guards);
      ownPromptRoutes(api, deps, guards);
      recordingRoutes(api, deps, guards);
      qualityRoutes(api, deps, guards);
      exportRoutes(api, deps, guards);
      missedRoutes(api, deps, guards);
      void api.register((hosts: App, _none: object, ready: () => void) => {
        hosts.addHook(
          'onRoute',
          answerInTime(() => deps.crm.manifest.name, deps.timers),
        );
        partyRoutes(hosts, deps, guards);
        shopRoutes(hosts, deps, guards);
        partyCareRoutes(hosts, deps, guards);
        dealRoutes(hosts, deps, guards);
        leadRoutes(hosts, deps, guards);
        taskRoutes(hosts, deps, guards);
        processRoutes(hosts, deps, guards);
        timelineRoutes(hosts, deps, guards);
        deskRoutes(hosts, deps, guards);
        viewRoutes(hosts, deps, guards);
        documentRoutes(hosts, deps, guards);
        catalogueRoutes(hosts, deps, guards);
        mailRoutes(hosts, deps, guards);
        ready();
      });
      eventRoutes(api, deps, guards);
      callbackRoutes(api, deps, guards);
      visitRoutes(api, deps);
      settingsRoutes(api, deps, guards);
      peopleRoutes(api, deps, guards);
      statisticsRoutes(api, deps, guards);
      financeRoutes(api, deps, guards);
      crmRoutes(api, deps, guards);
      crmInstallRoutes(api, deps, guards);
      outboxRoutes(api, deps, guards);
      webhookRoutes(api, deps, guards);
      hostEventRoutes(api, deps);
      telephonyRoutes(api, deps, guards);
      done();
    },
    { prefix: '/api/v1' },
  );
  promptRoutes(app, deps);
  healthRoutes(app, deps);
  whisperRoutes(app, deps);
  hostRoutes(app, deps);
  hostGreetingRoutes(app, deps);
  await app.register(async (pages: App) => {
    // Only what is the same for everybody: compressing secrets beside what a stranger chose would give them away by length.
    await pages.register(compress, {
      encodings: ['br', 'gzip'],
      brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } },
    });
    adminRoutes(pages);
    await bundleRoutes(pages, deps);
  });
  return app;
}

function secureHeaders(app: App, { publicUrl }: HttpDeps): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' });
    if (publicUrl().startsWith('https:')) void reply.header('Strict-Transport-Security', 'max-age=31536000');
    if (!request.url.startsWith('/api/')) return;
    void reply.headers({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    });
  });
}

/** Whatever an answer holds: who must not have customers' numbers does not get them. Streams mask their own. */
function maskNumbers(app: App, { settings }: HttpDeps): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const agent = request.identity?.agent;
    const isJson = /^application\/(?:[\w.-]+\+)?json/.test(String(reply.getHeader('content-type') ?? ''));
    if (!agent || !isJson || typeof payload !== 'string' || seesNumbers(agent, settings.current()))
      return payload;
    return JSON.stringify(maskDeep(JSON.parse(payload) as unknown));
  });
}

function measure(app: App, { metrics, log: full }: HttpDeps): void {
  // Written for each request, of a closed list of fields: nothing in it has to be looked for and blackened.
  const log = full.child({}, { redact: [] });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const status = reply.statusCode;
    const ms = Math.round(reply.elapsedTime);
    if (!route.endsWith('/events')) metrics.request({ method, route, status }, reply.elapsedTime / 1000);
    const level = route === '/healthz' || route === '/metrics' ? 'debug' : 'info';
    log[level](
      { requestId: request.id, method, route, status, ms, agent: request.identity?.agent.id },
      'answered',
    );
  });
}
