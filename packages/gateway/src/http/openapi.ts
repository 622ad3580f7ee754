/** `/openapi.json` and a page to browse it, made of the schemas that check the requests. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import {
  Agent,
  Call,
  CallbackStatus,
  CallPage,
  CallWithMatches,
  ColleaguePresence,
  DialAnswer,
  LiveDialog,
  Me,
  Party,
  PartyMatch,
  Problem,
  Session,
  Settings,
  SipCredential,
  TokenAnswer,
} from '@ringback/model';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import type { App } from './types.ts';

const NAMED = {
  Agent,
  Call,
  CallbackStatus,
  CallPage,
  CallWithMatches,
  ColleaguePresence,
  DialAnswer,
  LiveDialog,
  Me,
  Party,
  PartyMatch,
  Problem,
  Session,
  Settings,
  SipCredential,
  TokenAnswer,
};

const DESCRIPTION = `The HTTP API of a Ringback gateway. Pages of the gateway are signed in by a cookie; a page or program of your own by a
token (\`POST /api/v1/auth/token\`) in \`Authorization: Bearer …\`, which changes no settings, people or receivers of events. Every error is problem JSON (RFC 9457) with a \`code\` of a closed list.`;

export async function registerOpenApi(app: App): Promise<void> {
  const schemaRegistry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) schemaRegistry.add(schema, { id });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Ringback', version: '1', description: DESCRIPTION },
      components: {
        securitySchemes: {
          cookie: { type: 'apiKey', in: 'cookie', name: 'ringback_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: createJsonSchemaTransform({ schemaRegistry, skipList: [] }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    uiConfig: {
      deepLinking: true,
      // Without the bar of whoever made the viewer.
      layout: 'BaseLayout',
      supportedSubmitMethods: ['get', 'post', 'put', 'patch', 'delete'],
    },
    theme: { title: 'Ringback API' },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
