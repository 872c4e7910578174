// How the main job is told: who did what, and what came back, in lines that a person can read.
import { styleText } from 'node:util';

const width = 100;
const margin = { did: '  ', refused: '  ✗ ', note: '    ' };

/** Something did not go as told; the message says what, and what came back instead. */
export class WentWrong extends Error {}

/** A heading, numbered. */
export function chapter(number, title) {
  console.log(`\n${styled('bold', `${number}. ${title}`)}`);
}

/** One thing that somebody did, and what came of it. */
export function did(text) {
  tell(margin.did, text);
}

/** One thing that somebody may not do, and what they get. */
export function refused(text) {
  tell(margin.refused, text, 'yellow');
}

/** What a reader should know beside it. */
export function note(text) {
  tell(margin.note, text, 'dim');
}

/** A chapter that did not go as told. */
export function wrong(text) {
  tell('  WENT WRONG: ', text, 'red');
}

/** Names of a list, as a sentence has them. */
export function listed(names) {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function tell(first, text, style) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (first.length + line.length > width && lines.at(-1) !== '') lines.push(word);
    else lines[lines.length - 1] = line;
  }
  for (const [index, line] of lines.entries()) console.log(styled(style, (index === 0 ? first : ' '.repeat(first.length)) + line));
}

function styled(style, text) {
  return style === undefined || !process.stdout.isTTY ? text : styleText(style, text);
}
