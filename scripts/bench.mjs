// "npm run bench": what a request costs in CPU time, against the same SQL by bare `pg`. It asserts nothing and is no test.
import './pinned-node.mjs';

const { bench } = await import('../dist/scripts/bench/bench.js');
await bench(process.argv.slice(2));
