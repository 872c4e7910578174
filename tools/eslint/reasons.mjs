// Two ways of saying "trust me" are allowed with a reason beside them: `!`, and switching a rule off.

/** A value that may be absent is said to be there only where a comment proves it. */
export const provenNonNull = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { unproven: 'Prove the `!` with a comment on this line or the line above, or handle the absence.' },
  },
  create(context) {
    const source = context.sourceCode;
    const lastLinesOfComments = new Set(source.getAllComments().map((comment) => comment.loc.end.line));
    return {
      TSNonNullExpression(node) {
        const line = node.loc.end.line;
        const isProven = lastLinesOfComments.has(line) || lastLinesOfComments.has(node.loc.start.line - 1);
        if (!isProven) context.report({ node, messageId: 'unproven' });
      },
    };
  },
};

/** Before the first line: where no comment in the file can hide what is reported. */
const ABOVE_THE_FILE = { line: 0, column: 0 };

/** A rule is switched off by its name, and only by someone who says why. */
export const reasonedDisable = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { unreasoned: 'Line {{line}} switches off a rule: name it and say why, // eslint-disable-next-line <rule> -- <reason>' },
  },
  create(context) {
    return {
      Program() {
        for (const { value, loc } of context.sourceCode.getAllComments()) {
          const isDisable = /^\s*eslint-disable/.test(value);
          const isReasoned = /^\s*eslint-disable(-next-line|-line)?\s+[^-\s].*\s--\s+\S/s.test(value);
          const switchesThisOff = value.includes('house/reasoned-disable');
          if (isDisable && (!isReasoned || switchesThisOff))
            context.report({ loc: ABOVE_THE_FILE, messageId: 'unreasoned', data: { line: loc.start.line } });
        }
      },
    };
  },
};
