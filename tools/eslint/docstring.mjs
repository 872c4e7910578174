// Every class and every exported function says in one sentence what it is for in the world.

const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionExpression']);

/** The text of a docstring without its stars, or undefined for any other comment. */
function docText(comment) {
  return comment?.type === 'Block' && comment.value.startsWith('*') ? comment.value.replace(/^\s*\*/gm, '').trim() : undefined;
}

/** Where the words of a declaration begin: at its first decorator or its `export`, whichever comes first. */
function startOf(node) {
  const exported = /^Export/.test(node.parent.type) ? [node.parent] : [];
  return [...(node.decorators ?? []), ...exported, node].reduce((first, next) => (next.range[0] < first.range[0] ? next : first));
}

export const docstring = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      missing: '{{name}} needs a docstring: one sentence, what it is for in the world.',
      signature: 'Say it in the sentence: {{tag}} repeats the signature.',
    },
  },
  create(context) {
    const source = context.sourceCode;
    const exportedLater = new Set();

    const check = (node, name) => {
      const text = docText(source.getCommentsBefore(startOf(node)).at(-1));
      if (!text || text.startsWith('@')) context.report({ node: node.id ?? node, messageId: 'missing', data: { name } });
      const tag = text?.match(/@(?:param|returns?|type)\b/)?.[0];
      if (tag) context.report({ node: node.id ?? node, messageId: 'signature', data: { tag } });
    };
    const isExported = (node, name) => /^Export/.test(node.parent.type) || (node.parent.type === 'Program' && exportedLater.has(name));
    /** The overloads of a function are one thing: the first of them carries the words. */
    const isLaterOverload = (node) => {
      const statement = /^Export/.test(node.parent.type) ? node.parent : node;
      const siblings = statement.parent.body;
      const before = siblings[siblings.indexOf(statement) - 1];
      const earlier = before?.declaration ?? before;
      return earlier?.type === 'TSDeclareFunction' && earlier.id?.name === node.id?.name;
    };

    return {
      Program(program) {
        for (const { type, source: from, specifiers } of program.body) {
          if (type === 'ExportNamedDeclaration' && !from) for (const { local } of specifiers) exportedLater.add(local.name);
        }
      },
      ClassDeclaration: (node) => check(node, node.id?.name ?? 'This class'),
      'FunctionDeclaration, TSDeclareFunction'(node) {
        const name = node.id?.name ?? 'This function';
        if (isExported(node, name) && !isLaterOverload(node)) check(node, name);
      },
      'Program > VariableDeclaration, ExportNamedDeclaration > VariableDeclaration'(node) {
        for (const { id, init } of node.declarations) {
          if (init && FUNCTIONS.has(init.type) && isExported(node, id.name)) check(node, id.name);
        }
      },
    };
  },
};
