import type { MailFault } from './mail.entity.ts';
import type { Letter } from './letter.ts';

/** What became of a letter: taken, never to be taken, or not taken now. */
export type Posted = { readonly as: 'sent' } | { readonly as: 'refused' | 'put-off'; readonly fault: MailFault };

/** How letters leave the house. Whoever posts one twice may find that it arrives twice, as the same letter. */
export abstract class PostBox {
  abstract post(letter: Letter): Promise<Posted>;
}
