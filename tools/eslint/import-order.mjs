// Imports read from far to near: packages, then other rooms and lower floors, then siblings.

const distance = (declaration) => {
  const from = declaration.source.value;
  if (from.startsWith('./')) return 2;
  return from.startsWith('../') ? 1 : 0;
};

export const importOrder = {
  meta: {
    type: 'layout',
    fixable: 'code',
    schema: [],
    messages: { order: 'Imports read from far to near: packages, then ../ (other rooms), then ./ (siblings).' },
  },
  create(context) {
    const source = context.sourceCode;
    return {
      Program(program) {
        const imports = program.body.filter((node) => node.type === 'ImportDeclaration' && node.specifiers.length > 0);
        const misplaced = imports.find((node, index) => index > 0 && distance(node) < distance(imports[index - 1]));
        if (!misplaced) return;
        const first = program.body.indexOf(imports[0]);
        const isOneBlock = imports.every((node, index) => program.body[first + index] === node);
        const hasComments = imports.slice(1).some((node) => source.getCommentsBefore(node).length > 0);
        const sorted = imports.toSorted((a, b) => distance(a) - distance(b));
        const fix = (fixer) => imports.map((node, index) => fixer.replaceText(node, source.getText(sorted[index])));
        context.report({ node: misplaced, messageId: 'order', fix: isOneBlock && !hasComments ? fix : null });
      },
    };
  },
};
