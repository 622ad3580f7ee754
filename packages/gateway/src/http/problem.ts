/** Every refusal and every mishap leaves as problem JSON (RFC 9457) with a code of the closed list and a request id. */
import {
  type ErrorCode,
  HTTP_STATUS,
  type Problem,
  RingbackError,
  type RingbackErrorOptions,
} from '@ringback/model';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { fieldsOf } from './validation.ts';

const TITLES: Record<ErrorCode, string> = {
  unauthorized: 'Not signed in',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  conflict: 'Conflict',
  invalid: 'Not understood',
  'rate-limited': 'Too often',
  unavailable: 'Not available now',
  timeout: 'No answer in time',
  unsupported: 'Not supported',
  bug: 'Internal error',
};

export function sendProblem(reply: FastifyReply, error: unknown, status?: number): FastifyReply {
  const { request } = reply;
  const known = toRingbackError(error, request);
  if (known.code === 'bug') request.log.error({ requestId: request.id, err: error }, 'internal error');
  if (known.retryAfterMs !== undefined)
    void reply.header('Retry-After', String(Math.max(1, Math.ceil(known.retryAfterMs / 1000))));
  const code = status ?? HTTP_STATUS[known.code];
  // Serialised here: a route's own schema must not decide whether its error can be told.
  return reply
    .code(code)
    .header('Cache-Control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(toProblem(known, code, request.id));
}

function toProblem(error: RingbackError, status: number, requestId: string): Problem {
  return {
    type: 'about:blank',
    title: TITLES[error.code],
    status,
    code: error.code,
    detail: error.message,
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(error.fields && { fields: error.fields }),
    ...(error.current !== undefined && { current: error.current }),
    requestId,
  };
}

function toRingbackError(error: unknown, request: FastifyRequest): RingbackError {
  // A bug of ours may carry anything in its message, so it is told in our words.
  if (error instanceof RingbackError) return error.code === 'bug' ? internal(request, error) : error;
  const fastify = error as FastifyError;
  if (fastify.validation) {
    if (fastify.validationContext === 'params')
      return new RingbackError('not-found', 'There is nothing at this address.');
    return new RingbackError('invalid', 'Some fields are wrong.', {
      hint: 'Correct the fields named.',
      fields: fieldsOf(fastify.validation),
    });
  }
  return fromFastify(fastify) ?? internal(request, error);
}

function fromFastify(error: FastifyError): RingbackError | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new RingbackError('invalid', 'The body is larger than 64 kB.', { hint: 'Send less at once.' });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new RingbackError('invalid', 'The body is not JSON.', {
        hint: 'Send it with Content-Type: application/json.',
      });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new RingbackError('invalid', 'The body is empty.', { hint: 'Send a JSON object.' });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new RingbackError('invalid', 'The body is not valid JSON.');
    default:
      if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
        return new RingbackError('invalid', 'The request is not understood.');
      }
      return undefined;
  }
}

function internal(request: FastifyRequest, cause: unknown): RingbackError {
  const options: RingbackErrorOptions = {
    cause,
    hint: `Tell whoever runs Ringback the request id ${request.id}.`,
  };
  return new RingbackError('bug', 'Something went wrong inside the gateway.', options);
}
