// The house rules as an ESLint plugin. eslint.config.mjs says where each one holds; test/lint.spec.ts proves that it bites.
import { docstring } from './docstring.mjs';
import { forbidding } from './forbids.mjs';
import { importOrder } from './import-order.mjs';
import { provenNonNull, reasonedDisable } from './reasons.mjs';

export const house = {
  meta: { name: 'house' },
  rules: {
    ...forbidding,
    docstring,
    'import-order': importOrder,
    'proven-non-null': provenNonNull,
    'reasoned-disable': reasonedDisable,
  },
};
