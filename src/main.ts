import 'reflect-metadata';
import { createApp } from './app.ts';
import { readConfig } from './platform/config.ts';

const config = readConfig();
const app = await createApp(config);
// Asked to stop, it gives the answers it owes and ends well: whoever watches over processes must not take that for a crash.
app.enableShutdownHooks([], { useProcessExit: true });
await app.listen(config.port, config.host);
