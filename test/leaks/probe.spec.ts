import { it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { openHouse } from '../support/app.ts';
import { World } from '../support/world.ts';
const house = openHouse();
const world = new World(house);
it('x', async () => {
  const r = await house.app.inject({ url: '/docs/openapi.json' });
  writeFileSync('/tmp/openapi.json', r.body);
  const t = await house.rows(`SELECT c.oid::regclass::text t, relrowsecurity, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid=relnamespace WHERE relkind='r' AND nspname NOT IN ('pg_catalog','information_schema')`);
  const k = await house.rows(`SELECT conrelid::regclass::text t, contype, conname, pg_get_constraintdef(oid) d FROM pg_constraint WHERE connamespace NOT IN ('pg_catalog'::regnamespace,'information_schema'::regnamespace) AND contype IN ('c','f','u')`);
  const g = await house.rows(`SELECT tgrelid::regclass::text t, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal`);
  writeFileSync('/tmp/cat.json', JSON.stringify({ t, k, g }, null, 1));
  console.log(house.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false }));
});
