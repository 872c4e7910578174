// Loaded into the API and the worker by "npm start": when their starter is gone without a word (killed, say), they stop as if asked to.
process.channel?.unref();
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
