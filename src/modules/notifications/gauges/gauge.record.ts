import { fixed, record } from '../../../access/record.ts';
import { Gauge, gaugeNames } from './gauge.entity.ts';

/** What waits, in numbers alone. */
export const GaugeRecord = record('gauge', Gauge, {
  codes: { name: gaugeNames },
  fields: {
    id: fixed('gauge'),
    name: fixed('gauge'),
    amount: fixed('gauge'),
    since: fixed('gauge'),
    measuredAt: fixed('gauge'),
  },
  scopes: { all: {} },
});
