import { Code, Maybe } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';

/** How a need stands by now: how bad it is, and what became of it. */
export class NeedEdit {
  @Maybe() @Code(listed('need-severity')) severity?: string;
  @Maybe() @Code(listed('need-status')) status?: string;
}
