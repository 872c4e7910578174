// A worker process for tests: tries to keep the promises it is given, and one kind of them ends it. Built sources, for decorators.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readConfig } from '../../dist/src/platform/config.js';
import { Keeps } from '../../dist/src/platform/jobs/handlers.js';
import { JobType } from '../../dist/src/platform/jobs/jobs.js';
import { Promises } from '../../dist/src/platform/jobs/promises.js';
import { PlatformModule } from '../../dist/src/platform/platform.module.js';

const others = process.argv.length - 3;
const { promise: allAreAtWork, resolve: allAreThere } = Promise.withResolvers();
let atWork = 0;
if (others === 0) allAreThere();

class Deadly {
  async endTheWorker() {
    await allAreAtWork;
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  }

  /** An innocent that is at work when the worker ends. */
  async gatherMail() {
    if (++atWork === others) allAreThere();
    await new Promise(() => {});
  }
}
const keep = (method, kind) =>
  Keeps(new JobType(kind))(Deadly.prototype, method, Object.getOwnPropertyDescriptor(Deadly.prototype, method));
keep('endTheWorker', 'end-the-worker');
keep('gatherMail', 'gather-mail');

class DeadlyModule {}
const module = { module: DeadlyModule, imports: [PlatformModule.of(readConfig(), 'worker_login')], providers: [Deadly] };
const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'] });
await Promise.all(process.argv.slice(2).map((id) => app.get(Promises).keep(id)));
await app.close();
