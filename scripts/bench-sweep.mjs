// "npm run bench:sweep": what a sweep costs over many open follow-ups of which some are due. It asserts nothing and is no test.
import './pinned-node.mjs';

const { benchSweep } = await import('../dist/scripts/bench/sweep.js');
await benchSweep(process.argv.slice(2));
