import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { described } from './access/description/described.ts';
import { AppModule } from './app.module.ts';
import { readConfig } from './platform/config.ts';
import { pagePolicy } from './platform/page-policy.ts';
import { Words } from './platform/words.ts';
import { clientScopes, roles } from './policy/index.ts';

/** The API described by itself: what each route takes, answers and refuses, and which right it asks for (`x-can`). */
export function apiDocument(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Homeward')
    .setDescription('Case management for the rehabilitation and reintegration of people who come back from conflict zones.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addCookieAuth('__Host-homeward', undefined, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The key of a program: pk_…' }, 'key')
    .build();
  const declared = SwaggerModule.createDocument(app, about, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}.${method}`,
  });
  return described(declared, roles, clientScopes, new Words());
}

/** The description of a demonstration's API as it is kept in docs/openapi.json; nothing is started for it. */
export async function drawnApiDocument(): Promise<string> {
  const config = readConfig({
    HOMEWARD_MODE: 'demonstration',
    HOMEWARD_SECRET: 'nothing is signed here'.repeat(2),
    DATABASE_URL: 'postgres://nowhere',
  });
  const app = await NestFactory.create(AppModule.of(config), new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  return `${JSON.stringify(apiDocument(app), null, 2)}\n`;
}

/** Serves the description as data, and as a page to read and try, which is the only page there is yet. */
export function serveApiDocs(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', async (_request, reply, payload) => {
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html') && typeof payload === 'string';
    if (isPage) void reply.header('content-security-policy', pagePolicy(payload));
  });
  SwaggerModule.setup('docs', app, () => apiDocument(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
    customSiteTitle: 'Homeward: the API',
    // Without the bar of its maker, whose logo brings a style of its own.
    swaggerOptions: { layout: 'BaseLayout' },
  });
}
