import { Code, Maybe } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';

/** What may change of a disclosure: what was done since. What was told stays as it was told. */
export class EditDisclosure {
  @Maybe() @Code(listed('disclosure-action')) action?: string;
}
