import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.ts';
import type { Config } from './platform/config.ts';
import { roleClaim } from './platform/database/context.ts';
import { FORM_PAGES, formOf } from './platform/form-page.ts';
import { Log } from './platform/log.ts';
import { InputPipe } from './platform/validation.pipe.ts';
import { Words } from './platform/words.ts';
import { withinWork, workIfAny } from './platform/work.ts';
import { serveApiDocs } from './api-docs.ts';

const bodyLimit = 1024 * 1024;

/** Builds the API of one installation, ready to listen. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    genReqId: () => randomUUID(),
    bodyLimit,
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    // Whoever comes on a line that is still open is answered, and told that it closes: they need not know that we are leaving.
    return503OnClosing: false,
    frameworkErrors: refuseAddress,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config), adapter, {
    logger: ['error', 'warn'],
    abortOnError: false,
    bodyParser: false,
  });
  const log = app.get(Log);
  const fastify = adapter.getInstance();
  takeOnlyJson(fastify);
  takeFormsOfPages(fastify);
  fastify.addHook('onRequest', (request, _reply, done) => {
    withinWork({ id: request.id, actor: null, transaction: null }, done);
  });
  let isStopping = false;
  fastify.addHook('preClose', (done) => {
    isStopping = true;
    done();
  });
  fastify.addHook('onSend', async (_request, reply) => {
    // Nothing of a case may rest in a cache between us and its reader.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    // The last answer ends its connection: kept open for the next request, it would hold up the end of the process.
    if (isStopping) void reply.header('connection', 'close');
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logAnswer(log, request, reply);
    done();
  });
  await app.register(cookie);
  // What is answered here is data: nothing of it may be run, drawn or framed as a page.
  const directives = Object.fromEntries(['defaultSrc', 'baseUri', 'formAction', 'frameAncestors'].map((each) => [each, ["'none'"]]));
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives } });
  app.useGlobalPipes(new InputPipe());
  serveApiDocs(app);
  return app;
}

/** A form or a plain text is refused by its kind, with a word on what to send; no body at all is none, whatever it is called. */
function takeOnlyJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
}

/** Pages that work without a script send their forms as browsers do; nothing else is taken so. */
function takeFormsOfPages(fastify: FastifyInstance): void {
  const options = { parseAs: 'string', bodyLimit: 16 * 1024 } as const;
  fastify.addContentTypeParser<string>('application/x-www-form-urlencoded', options, (request, body, done) => {
    if (FORM_PAGES.some((place) => request.url.startsWith(place))) done(null, formOf(body));
    else done(Object.assign(new Error('no page takes this'), { statusCode: 415 }));
  });
}

/** An address the router cannot even read is answered like every other refusal. */
function refuseAddress(_error: unknown, _request: unknown, reply: FastifyReply): void {
  const words = new Words();
  const say = (part: string): string => words.say(`problem.not-found.${part}`);
  const body = { type: '/problems/not-found', title: say('title'), status: 404, detail: say('detail') };
  void reply.status(404).type('application/problem+json').send(body);
}

function logAnswer(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  const actor = workIfAny()?.actor ?? null;
  log.info('answered', {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url,
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime),
    actorId: actor?.id,
    role: actor === null ? undefined : roleClaim(actor),
  });
}
